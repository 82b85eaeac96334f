// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.plan;

import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.operator.jobs.ObservedJob;
import dev.cairn.operator.restore.observe.ObservedRestore;
import java.util.Optional;

/**
 * From one look at a restore to the next step: fix the snapshot, verify it, and only then make the cluster. What is
 * fixed stays: a backup that runs meanwhile does not change what is restored.
 */
public final class RestorePlanner {
    private final InPlacePlan inPlace = new InPlacePlan();

    /** The next step. */
    public RestoreStep plan(ObservedRestore seen) {
        RestorePhase phase = seen.status().phase() == null
                ? RestorePhase.PENDING
                : seen.status().phase();
        if (seen.spec().inPlace()) {
            return inPlace.plan(seen, phase);
        }
        return switch (phase) {
            case PENDING -> stranger(seen).orElseGet(() -> resolve(seen));
            case VERIFYING -> stranger(seen).orElseGet(() -> verified(seen));
            case RESTORING -> restored(seen);
            case COMPLETED -> new RestoreStep.Hold("Restored", "done");
            case FAILED -> new RestoreStep.Hold("Failed", "done");
        };
    }

    private static Optional<RestoreStep> stranger(ObservedRestore seen) {
        return seen.target()
                .filter(each -> !each.restoredBy().equals(Optional.of(seen.key().uid())))
                .map(each -> new RestoreStep.Fail(
                        "ClusterExists",
                        "EtcdCluster " + target(seen) + " is here already: a restore makes a new one"));
    }

    private static RestoreStep resolve(ObservedRestore seen) {
        return Snapshots.resolve(seen, source -> verify(seen, source));
    }

    private static RestoreStep verify(ObservedRestore seen, ResolvedSource source) {
        return new RestoreStep.Verify(
                seen.key().name() + "-verify",
                source,
                source.object() + " is downloaded, compared with its checksum and opened");
    }

    private static RestoreStep verified(ObservedRestore seen) {
        ResolvedSource source = seen.status().source();
        ObservedJob job = seen.jobs().get(seen.status().verifyJob());
        if (job == null) {
            return Snapshots.with(seen, source, each -> verify(seen, each));
        }
        return Snapshots.verified(
                job,
                source,
                sound -> new RestoreStep.CreateCluster(
                        sound, source.object() + " is sound: EtcdCluster " + target(seen) + " begins with it"));
    }

    private static RestoreStep restored(ObservedRestore seen) {
        if (seen.target().isEmpty()) {
            return seen.status().clusterUid() == null
                    ? new RestoreStep.CreateCluster(
                            seen.status().source(), "EtcdCluster " + target(seen) + " was announced and is not there")
                    : new RestoreStep.Fail(
                            "ClusterDeleted", "EtcdCluster " + target(seen) + " was deleted before it was ready");
        }
        return stranger(seen)
                .orElseGet(() -> seen.target().get().ready()
                        ? new RestoreStep.Complete("EtcdCluster " + target(seen) + " is ready with the contents of "
                                + seen.status().source().object())
                        : new RestoreStep.Hold(
                                "Restoring",
                                "EtcdCluster " + target(seen) + ": "
                                        + seen.target().get().message()));
    }

    private static String target(ObservedRestore seen) {
        return seen.key().namespace() + "/" + seen.spec().target();
    }
}
