// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

/** What happened in a run: shows that the faults and the features were reached at all. */
final class Counters {
    long proposed;
    long confChangesApplied;
    long snapshotsInstalled;
    long snapshotsSent;
    long transfers;
    long crashes;
    long partitions;
    long readsAsked;
    long readsAnswered;
    long delivered;

    void add(Counters other) {
        proposed += other.proposed;
        confChangesApplied += other.confChangesApplied;
        snapshotsInstalled += other.snapshotsInstalled;
        snapshotsSent += other.snapshotsSent;
        transfers += other.transfers;
        crashes += other.crashes;
        partitions += other.partitions;
        readsAsked += other.readsAsked;
        readsAnswered += other.readsAnswered;
        delivered += other.delivered;
    }

    @Override
    public String toString() {
        return ("proposed %d, configuration changes applied %d, snapshots sent %d and installed %d, transfers %d,"
                        + " crashes %d, partitions %d, reads asked %d and answered %d, messages delivered %d")
                .formatted(
                        proposed,
                        confChangesApplied,
                        snapshotsSent,
                        snapshotsInstalled,
                        transfers,
                        crashes,
                        partitions,
                        readsAsked,
                        readsAnswered,
                        delivered);
    }
}
