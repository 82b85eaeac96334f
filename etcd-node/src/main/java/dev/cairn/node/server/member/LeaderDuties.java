// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Monitors;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.corruption.CorruptionChecks;
import dev.cairn.node.server.duty.AutoCompaction;
import dev.cairn.node.server.duty.ClusterVersions;
import dev.cairn.node.server.duty.Duty;
import dev.cairn.node.server.duty.LeaderCompaction;
import dev.cairn.node.server.duty.LeaseCheckpointing;
import dev.cairn.node.server.stage.Ignored;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.server.stage.ReadIndexes;
import dev.cairn.node.server.start.Recovered;
import java.util.List;

/** What only the leader does by itself; each of them asks first whether this member leads. */
record LeaderDuties(LiveFeatures live, RaftLoop loop, Proposer proposer, ReadIndexes reads, ClusterVersions versions) {
    private static final long HALF_SECOND_MILLIS = 500;
    private static final long VERSION_CHECK_MILLIS = 4_000;

    List<Duty> all(ServerConfig config, Recovered recovered, MemberRuntime lent, PeerClient peers) {
        LeaderCompaction compaction = new LeaderCompaction(
                new AutoCompaction(config.autoCompaction()), live, loop::leadership, proposer, lent.nanos());
        LeaseCheckpointing checkpoints = new LeaseCheckpointing(live, loop::leadership, proposer, lent.nanos());
        CorruptionChecks checks = new CorruptionChecks(
                live,
                loop::leadership,
                reads,
                new CorruptionChecks.Parties(recovered.clusterId(), recovered.memberId(), peers, lent.blocking()),
                alarm -> proposer.propose(Caller.MEMBER, alarm, Ignored.reply()));
        Monitors monitors = config.monitors();
        return List.of(
                new Duty(HALF_SECOND_MILLIS, checkpoints::tick),
                new Duty(HALF_SECOND_MILLIS, compaction::tick),
                new Duty(VERSION_CHECK_MILLIS, versions::check),
                Duty.unlessZero(monitors.downgradeCheckMillis(), versions::checkDowngrade),
                Duty.unlessZero(monitors.corruptCheckMillis(), checks::periodic),
                Duty.unlessZero(monitors.compactHashCheckMillis(), checks::ofCompactions));
    }
}
