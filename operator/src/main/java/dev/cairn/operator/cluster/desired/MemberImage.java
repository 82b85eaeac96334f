// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.MemberTemplate;

/**
 * Which image members run.
 *
 * @param fallback the image, tag included, of a resource that asks for none
 */
public record MemberImage(String fallback) {

    /** The image of this specification: its own, or the operator's with the version it asks for. */
    public String of(EtcdClusterSpec spec) {
        if (spec.image() != null && !spec.image().isBlank()) {
            return spec.image();
        }
        if (spec.version() == null || spec.version().isBlank()) {
            return fallback;
        }
        int tag = fallback.lastIndexOf(':');
        String repository = tag > fallback.lastIndexOf('/') ? fallback.substring(0, tag) : fallback;
        return repository + ":" + spec.version();
    }

    /** What this specification asks members to be made from. */
    public MemberTemplate template(EtcdClusterSpec spec) {
        return new MemberTemplate(of(spec), spec.config(), spec.resources(), spec.scheduling(), spec.podTemplate());
    }
}
