// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.plan;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.status.RecoveryPhase;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.crds.restore.InPlaceStatus;
import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.operator.jobs.ObservedJob;
import dev.cairn.operator.restore.observe.ObservedRestore;
import dev.cairn.operator.restore.observe.ObservedRestore.TargetView;
import java.time.Duration;
import java.util.Optional;

/**
 * A restore of a cluster that is there: the snapshot is fixed, downloaded, proven and made a member of, in a volume of its
 * own; only then is the cluster asked to go on from it. Whatever fails before that has changed nothing. A survivor needs
 * no such preparation: the cluster itself knows who is left.
 */
final class InPlacePlan {
    /** So long after a loss a cluster's status may still speak of the time before. */
    static final Duration NEWS_TAKE = Duration.ofSeconds(30);

    RestoreStep plan(ObservedRestore seen, RestorePhase phase) {
        return switch (phase) {
            case PENDING -> target(seen, target -> begin(seen, target));
            case VERIFYING -> target(seen, target -> prepared(seen, target));
            case RESTORING -> target(seen, target -> restored(seen, target));
            case COMPLETED -> new RestoreStep.Hold("Restored", "done");
            case FAILED -> new RestoreStep.Hold("Failed", "done");
        };
    }

    private static RestoreStep target(ObservedRestore seen, java.util.function.Function<TargetView, RestoreStep> next) {
        if (seen.target().isPresent()) {
            return next.apply(seen.target().get());
        }
        return seen.status().phase() == RestorePhase.RESTORING
                ? new RestoreStep.Fail("ClusterDeleted", "EtcdCluster " + name(seen) + " was deleted")
                : new RestoreStep.Hold("ClusterNotFound", "EtcdCluster " + name(seen) + " does not exist");
    }

    private static RestoreStep begin(ObservedRestore seen, TargetView target) {
        Optional<RestoreStep> hindrance = otherCluster(seen, target).or(() -> otherRestore(seen, target));
        if (hindrance.isPresent()) {
            return hindrance.get();
        }
        if (seen.spec().source().survivor() != null) {
            return target.holds("Available") ? available(seen) : request(seen, null);
        }
        return Snapshots.resolve(seen, source -> prepare(seen, target, source));
    }

    /** The cluster that was meant is not there any more, most often because this was done already. */
    private static Optional<RestoreStep> otherCluster(ObservedRestore seen, TargetView target) {
        String id = clusterId(target);
        if (id == null) {
            return Optional.of(new RestoreStep.Hold(
                    "ClusterNotFormed",
                    "EtcdCluster " + name(seen) + " has not formed yet: there is nothing to restore"));
        }
        String meant = seen.spec().clusterRef().clusterId();
        return meant == null || meant.equals(id)
                ? Optional.empty()
                : Optional.of(new RestoreStep.Fail(
                        "ClusterIdMismatch",
                        "EtcdCluster " + name(seen) + " is cluster " + id + ", and " + meant
                                + " is to be restored: nothing was changed. It may have been restored already"));
    }

    private static Optional<RestoreStep> otherRestore(ObservedRestore seen, TargetView target) {
        return target.status()
                .map(EtcdClusterStatus::recovery)
                .filter(each -> each.fenced() && !seen.key().uid().equals(each.restoreUid()))
                .map(each -> new RestoreStep.Hold(
                        "OtherRestoreUnderWay",
                        "EtcdCluster " + name(seen) + " is being restored by " + each.restore()
                                + ": this one waits until that is over"));
    }

    private static RestoreStep.Prepare prepare(ObservedRestore seen, TargetView target, ResolvedSource source) {
        long known = target.status()
                .map(EtcdClusterStatus::highestRevision)
                .map(each -> each.revision())
                .orElse(0L);
        InPlaceStatus place = seen.status().inPlace() != null
                ? seen.status().inPlace()
                : new InPlaceStatus(
                        seen.freshMember(),
                        clusterId(target),
                        known,
                        Math.addExact(known, seen.spec().bumpRevision()));
        return new RestoreStep.Prepare(
                seen.key().name() + "-verify",
                source,
                place,
                source.object() + " is downloaded, compared with its checksum, opened, and made the member "
                        + place.member() + " of, in a volume of its own");
    }

    private static RestoreStep prepared(ObservedRestore seen, TargetView target) {
        Optional<RestoreStep> other = otherCluster(seen, target);
        if (other.isPresent()) {
            return other.get();
        }
        ResolvedSource source = seen.status().source();
        ObservedJob job = seen.jobs().get(seen.status().verifyJob());
        if (job == null) {
            return Snapshots.with(seen, source, each -> prepare(seen, target, each));
        }
        return Snapshots.verified(
                job, source, sound -> otherRestore(seen, target).orElseGet(() -> request(seen, sound)));
    }

    private static RestoreStep.Request request(ObservedRestore seen, ResolvedSource source) {
        return new RestoreStep.Request(
                source,
                source == null
                        ? "EtcdCluster " + name(seen) + " is asked to go on from a survivor"
                        : source.object() + " is sound: EtcdCluster " + name(seen) + " is asked to go on from it");
    }

    private static RestoreStep restored(ObservedRestore seen, TargetView target) {
        Optional<RecoveryStatus> recovery = target.recovery(seen.key().uid());
        if (recovery.isPresent()) {
            return told(seen, recovery.get());
        }
        boolean asked = target.request()
                .filter((seen.key().name() + "/" + seen.key().uid())::equals)
                .isPresent();
        if (!asked) {
            return request(seen, seen.status().source());
        }
        boolean survivor = seen.spec().source().survivor() != null;
        if (survivor && target.holds("Available")) {
            return available(seen);
        }
        return otherCluster(seen, target)
                .orElseGet(() -> new RestoreStep.Hold(
                        "Requested", "waiting for EtcdCluster " + name(seen) + " to begin: " + target.message()));
    }

    private static RestoreStep told(ObservedRestore seen, RecoveryStatus recovery) {
        String words = "EtcdCluster " + name(seen) + ": " + recovery.message();
        if (recovery.phase() == RecoveryPhase.COMPLETED) {
            return new RestoreStep.Complete(words);
        }
        return recovery.phase() == RecoveryPhase.PUT_BACK
                ? new RestoreStep.Fail("PutBack", words)
                : new RestoreStep.Hold("Restoring", words);
    }

    private static RestoreStep available(ObservedRestore seen) {
        String words =
                "a quorum of EtcdCluster " + name(seen) + " answers: it needs no survivor, and nothing was changed";
        boolean fresh = seen.now().isBefore(seen.createdAt().plus(NEWS_TAKE));
        return fresh ? new RestoreStep.Hold("QuorumAnswers", words) : new RestoreStep.Fail("QuorumAnswers", words);
    }

    private static String clusterId(TargetView target) {
        return target.status().map(EtcdClusterStatus::clusterId).orElse(null);
    }

    private static String name(ObservedRestore seen) {
        return seen.key().namespace() + "/" + seen.spec().target();
    }
}
