// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

/** The parts of a core, wired to each other. */
record Concerns(
        Core core,
        Elections elections,
        Following following,
        LeaderTimers leadership,
        Acknowledgements acknowledgements,
        Proposals proposals,
        Reconfiguration membership,
        Reads reads,
        Transfers transfers) {
    static Concerns of(Core core) {
        Replication replication = new Replication(core);
        Reads reads = new Reads(core, replication);
        Acknowledgements acknowledgements = new Acknowledgements(core, replication, reads);
        Transfers transfers = new Transfers(core, replication);
        Reconfiguration membership = new Reconfiguration(core, replication, acknowledgements, reads, transfers);
        Proposals proposals = new Proposals(core, replication);
        return new Concerns(
                core,
                new Elections(core, replication, proposals),
                new Following(core, membership),
                new LeaderTimers(core, replication, transfers),
                acknowledgements,
                proposals,
                membership,
                reads,
                transfers);
    }
}
