// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.removal;

import dev.cairn.crds.cluster.status.LastSnapshotStatus;
import dev.cairn.operator.cluster.snapshot.BackupView;
import dev.cairn.operator.cluster.snapshot.LastSnapshot;
import dev.cairn.operator.jobs.ObservedJob;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of a cluster's data when its resource is deleted. With {@code SnapshotThenDelete} its members stay until a
 * snapshot of them is stored and has been downloaded and proven; where that cannot be, everything waits for a person, who
 * may still change the policy. A namespace that is being deleted is never held up.
 */
final class RemovalPlanner {
    /** As the status calls what the snapshot was made for. */
    static final String PURPOSE = "Deletion";

    private static final String ASLEEP = "Hibernation";
    private static final String WAY_OUT = "; with spec.deletionPolicy Retain or Delete it goes without a snapshot";

    RemovalStep plan(ObservedRemoval seen) {
        String others = seen.others().isEmpty()
                ? ""
                : "; " + String.join(", ", seen.others()) + " hold another cluster's data and stay";
        return switch (seen.policy()) {
            case RETAIN ->
                new RemovalStep.Finish(
                        false,
                        "deletionPolicy is Retain: the members' volumes stay; an EtcdCluster of this name adopts them");
            case DELETE -> new RemovalStep.Finish(true, "deletionPolicy is Delete: the members' volumes go" + others);
            case SNAPSHOT_THEN_DELETE -> afterSnapshot(seen, others);
        };
    }

    private static RemovalStep afterSnapshot(ObservedRemoval seen, String others) {
        if (seen.namespaceEnds()) {
            return new RemovalStep.Finish(
                    true, "the namespace is being deleted: its volumes go with it, and no snapshot can be made in it");
        }
        if (seen.ours().isEmpty()) {
            return new RemovalStep.Finish(true, "no volume holds data of this cluster" + others);
        }
        LastSnapshotStatus last = seen.status().lastSnapshot();
        boolean asleep = seen.pods() == 0 && last != null && ASLEEP.equals(last.purpose());
        LastSnapshot snapshot = LastSnapshot.of(
                asleep ? ASLEEP : PURPOSE,
                new LastSnapshot.Cluster(seen.namespace(), seen.name()),
                last,
                seen.backups(),
                seen.now());
        return switch (snapshot) {
            case LastSnapshot.Stored stored when stored.noted() -> prove(seen, stored.record(), others);
            case LastSnapshot.Stored stored ->
                new RemovalStep.Note(
                        stored.record(),
                        "the last snapshot is stored: revision "
                                + stored.record().revision() + ", "
                                + stored.record().object());
            case LastSnapshot.NoDestination none ->
                new RemovalStep.Wait(
                        "LastSnapshotMissing",
                        true,
                        "no EtcdBackup of this cluster says where a last snapshot may go" + WAY_OUT);
            case LastSnapshot.UnderWay way ->
                new RemovalStep.Wait(
                        "LastSnapshot", false, "EtcdBackup " + way.backup() + " makes a snapshot: " + way.why());
            case LastSnapshot.Failed failed ->
                new RemovalStep.Wait(
                        "LastSnapshotFailed",
                        true,
                        "EtcdBackup " + failed.backup() + " failed (" + failed.why()
                                + "): it is tried again ten minutes after it began" + WAY_OUT);
            case LastSnapshot.ToAsk ask
            when seen.pods() == 0 ->
                new RemovalStep.Wait(
                        "LastSnapshotMissing",
                        true,
                        "no pod is left that a last snapshot could be made from" + WAY_OUT);
            case LastSnapshot.ToAsk ask ->
                new RemovalStep.Ask(
                        ask.record(),
                        ask.wanted(),
                        "before the volumes go EtcdBackup " + ask.record().backup()
                                + " makes a snapshot where EtcdBackup " + ask.like() + " has its own");
        };
    }

    private static RemovalStep prove(ObservedRemoval seen, LastSnapshotStatus record, String others) {
        Optional<BackupView> backup = seen.backups().stream()
                .filter(each -> each.name().equals(record.backup()))
                .findFirst();
        if (backup.isEmpty()) {
            return again(seen, record, "EtcdBackup " + record.backup() + " is gone, so its snapshot cannot be proven");
        }
        if (seen.proof().isEmpty()) {
            return new RemovalStep.Prove(
                    record, backup.get(), "the last snapshot is downloaded and proven before the volumes go");
        }
        ObservedJob proof = seen.proof().get();
        if (proof.succeeded()) {
            return new RemovalStep.Finish(
                    true,
                    "deletionPolicy is SnapshotThenDelete: EtcdBackup " + record.backup()
                            + " has the last snapshot, revision " + record.revision()
                            + ", proven; the members' volumes go" + others);
        }
        return proof.phase() == ObservedJob.Phase.ACTIVE
                ? new RemovalStep.Wait(
                        "LastSnapshot",
                        false,
                        "Job " + proof.name() + " proves the last snapshot"
                                + (proof.trouble().isEmpty() ? "" : ": " + proof.trouble()))
                : again(seen, record, "the last snapshot is not proven: " + proof.failureMessage());
    }

    /** What is not proven does not count: after a while another one is asked for. */
    private static RemovalStep again(ObservedRemoval seen, LastSnapshotStatus record, String why) {
        boolean soon = seen.now().isBefore(Instant.parse(record.startedAt()).plus(LastSnapshot.AGAIN_AFTER));
        if (soon || seen.pods() == 0) {
            return new RemovalStep.Wait("LastSnapshotFailed", true, why + WAY_OUT);
        }
        LastSnapshot next = LastSnapshot.of(
                PURPOSE, new LastSnapshot.Cluster(seen.namespace(), seen.name()), null, seen.backups(), seen.now());
        return next instanceof LastSnapshot.ToAsk ask
                ? new RemovalStep.Ask(ask.record(), ask.wanted(), why + ": another one is made")
                : new RemovalStep.Wait("LastSnapshotFailed", true, why + WAY_OUT);
    }
}
