// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.plan;

import dev.cairn.crds.cluster.status.RecoveryStatus;

/** What is between the revisions that are known to have existed and those that a survivor brought along, in words. */
final class Gap {
    private Gap() {}

    /** @param served the revision the survivor came with */
    static String of(RecoveryStatus recovery, long served) {
        long known = recovery.knownRevision() == null ? 0 : recovery.knownRevision();
        String lost = served >= known
                ? "no revision that was seen is lost"
                : "revisions " + (served + 1) + " to " + known + " are lost, " + (known - served) + " of them";
        return recovery.member() + " serves up to revision " + served + "; revision " + known + " was seen at "
                + recovery.knownAt() + ": " + lost + "; what was written after that, and not to " + recovery.member()
                + ", is not known";
    }
}
