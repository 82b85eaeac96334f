// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.operator.cluster.observe.ObservedVolume;
import java.util.Map;
import java.util.Optional;

/** Volumes as they may be seen, each made from another. */
final class Volumes {
    private Volumes() {}

    static ObservedVolume holding(String member, String uid, String clusterId) {
        return new ObservedVolume("data-" + member, uid, Optional.of(clusterId), false, false, false, Map.of());
    }

    static ObservedVolume of(
            ObservedVolume volume, boolean terminating, Map<String, String> asked, ObservedVolume.Claim claim) {
        return new ObservedVolume(
                volume.name(),
                volume.uid(),
                volume.clusterId(),
                volume.seed(),
                terminating,
                volume.lost(),
                asked,
                claim);
    }
}
