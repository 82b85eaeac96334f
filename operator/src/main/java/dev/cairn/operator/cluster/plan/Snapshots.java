// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.cluster.snapshot.LastSnapshot;
import java.util.Optional;

/** A snapshot before something, step by step. */
final class Snapshots {
    private Snapshots() {}

    static LastSnapshot of(String purpose, ObservedCluster seen) {
        return LastSnapshot.of(
                purpose,
                new LastSnapshot.Cluster(seen.key().namespace(), seen.key().name()),
                seen.status().lastSnapshot(),
                seen.backups(),
                seen.now());
    }

    /**
     * What is to be done, or waited for, until it is there; empty once it is, or where no EtcdBackup says where to.
     *
     * @param why what happens afterwards, in words
     */
    static Optional<Step> before(String purpose, String why, ObservedCluster seen) {
        return switch (of(purpose, seen)) {
            case LastSnapshot.NoDestination none -> Optional.empty();
            case LastSnapshot.Stored(var record, boolean noted) when noted -> Optional.empty();
            case LastSnapshot.Stored(var record, boolean noted) ->
                Optional.of(new Step.NoteSnapshot(
                        record,
                        "the snapshot before " + why + " is stored: revision " + record.revision() + ", "
                                + record.object()));
            case LastSnapshot.ToAsk ask ->
                Optional.of(new Step.AskForSnapshot(
                        ask.record(),
                        ask.wanted(),
                        "before " + why + " EtcdBackup " + ask.record().backup() + " makes a snapshot where EtcdBackup "
                                + ask.like() + " has its own"));
            case LastSnapshot.UnderWay way ->
                Optional.of(new Step.Hold(
                        HoldReason.LAST_SNAPSHOT,
                        Optional.empty(),
                        "before " + why + " EtcdBackup " + way.backup() + " makes a snapshot: " + way.why()));
            case LastSnapshot.Failed failed ->
                Optional.of(new Step.Hold(
                        HoldReason.LAST_SNAPSHOT_FAILED,
                        Optional.empty(),
                        "before " + why + " a snapshot is made, and EtcdBackup " + failed.backup() + " failed ("
                                + failed.why() + "): it is tried again ten minutes after it began; without the other"
                                + " EtcdBackups of this cluster, or with these suspended, none is made"));
        };
    }
}
