// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.desired.PodLayout;
import dev.cairn.operator.cluster.observe.ObservedPod;
import java.util.SortedMap;

/**
 * What members may be made from, known by digests of its parts.
 *
 * @param name one short name for all parts
 */
public record Revision(MemberTemplate template, SortedMap<String, String> parts, String name) {

    public static Revision of(MemberTemplate template) {
        return new Revision(template, AppliedSpec.of(template), AppliedSpec.revision(template));
    }

    /**
     * Whether a pod is as it would be made now. A part that its annotation does not tell was unknown to the operator that
     * made it, and no reason to make it anew; a restart that it does not tell of has not been made.
     */
    public boolean made(ObservedPod pod) {
        return pod.layout() >= PodLayout.LEAST
                && parts.entrySet().stream()
                        .allMatch(each -> each.getValue()
                                .equals(pod.appliedSpec()
                                        .getOrDefault(
                                                each.getKey(),
                                                each.getKey().equals(AppliedSpec.RESTART) ? "" : each.getValue())));
    }
}
