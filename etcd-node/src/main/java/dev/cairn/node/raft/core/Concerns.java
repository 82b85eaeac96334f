// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

/** The parts of a core, wired to each other. */
record Concerns(
        Core core,
        Elections elections,
        Following following,
        Leadership leadership,
        Acknowledgements acknowledgements,
        Proposals proposals,
        Membership membership,
        Reads reads,
        Transfers transfers) {
    static Concerns of(Core core) {
        Replication replication = new Replication(core);
        Reads reads = new Reads(core, replication);
        Acknowledgements acknowledgements = new Acknowledgements(core, replication, reads);
        Transfers transfers = new Transfers(core, replication);
        Membership membership = new Membership(core, replication, acknowledgements, reads, transfers);
        Proposals proposals = new Proposals(core, replication);
        return new Concerns(
                core,
                new Elections(core, replication, proposals),
                new Following(core, membership),
                new Leadership(core, replication, transfers),
                acknowledgements,
                proposals,
                membership,
                reads,
                transfers);
    }
}
