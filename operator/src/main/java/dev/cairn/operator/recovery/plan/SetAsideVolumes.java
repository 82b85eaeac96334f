// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.plan;

import dev.cairn.crds.cluster.RepairSpec;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.recovery.observe.RecoveryView;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Volumes that were set aside go when a person confirms that they may, or when their time is over. */
final class SetAsideVolumes {
    static final Duration QUARANTINE = Duration.ofHours(72);

    Optional<Step> next(ObservedCluster seen, RecoveryStatus recovery) {
        if (Boolean.FALSE.equals(recovery.keeping())) {
            return Optional.empty();
        }
        if (seen.recovery().aside().isEmpty()) {
            return Optional.of(new Step.NoteRecovery(
                    "Confirmed", recovery.forgotten(), Optional.empty(), "nothing is set aside any more"));
        }
        return seen.recovery().aside().stream()
                .filter(each -> !each.terminating() && due(seen, recovery, each))
                .findFirst()
                .map(each -> new Step.DeleteSetAside(
                        each.member(),
                        each.uid(),
                        "the volume of " + each.member() + ", set aside at " + each.since() + ", goes: "
                                + (confirmed(seen, recovery)
                                        ? "restore " + recovery.restore() + " is confirmed"
                                        : "spec.repair.quarantine is over")));
    }

    private static boolean due(ObservedCluster seen, RecoveryStatus recovery, RecoveryView.SetAside volume) {
        boolean ofThis = volume.restore().equals(recovery.restore())
                || volume.restore().equals(recovery.restore() + PuttingBack.UNDONE);
        return confirmed(seen, recovery) && ofThis
                || !volume.since().equals(Instant.MAX)
                        && !seen.now()
                                .isBefore(volume.since()
                                        .plus(quarantine(seen.spec().repair())));
    }

    private static boolean confirmed(ObservedCluster seen, RecoveryStatus recovery) {
        return seen.recovery().confirmed().filter(recovery.restore()::equals).isPresent();
    }

    private static Duration quarantine(RepairSpec repair) {
        return repair == null || repair.quarantine() == null
                ? QUARANTINE
                : Duration.parse("PT" + repair.quarantine().toUpperCase(Locale.ROOT));
    }
}
