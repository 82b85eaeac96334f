// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.MemberTemplate;
import java.util.Optional;

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

    /**
     * What is asked of members' pods. As long as the specification says the same of the image, it stays the one that the
     * cluster runs with: another release of the operator, with another default, changes nothing.
     *
     * @param restart value of the annotation that asks for a restart; taking it away asks for none
     */
    public MemberTemplate template(EtcdClusterSpec spec, Optional<String> restart, EtcdClusterStatus status) {
        Optional<MemberTemplate> runs =
                Optional.ofNullable(status.template()).filter(formed -> status.clusterId() != null);
        String asked = asked(spec);
        return new MemberTemplate(
                runs.filter(each -> isFor(each, asked))
                        .map(MemberTemplate::image)
                        .orElseGet(() -> of(spec)),
                spec.config(),
                spec.resources(),
                spec.scheduling(),
                spec.podTemplate(),
                asked,
                restart.or(() -> runs.map(MemberTemplate::restart)).orElse(null));
    }

    private static String asked(EtcdClusterSpec spec) {
        if (spec.image() != null && !spec.image().isBlank()) {
            return spec.image();
        }
        return spec.version() == null ? "" : spec.version();
    }

    /** What an earlier release recorded does not tell what was asked for. */
    private static boolean isFor(MemberTemplate runs, String asked) {
        if (runs.askedImage() == null) {
            return asked.isEmpty() || runs.image().endsWith(":" + asked);
        }
        return runs.askedImage().equals(asked);
    }
}
