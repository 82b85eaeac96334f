// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.server.MemoryBudget;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.start.Recovered;
import java.util.function.IntUnaryOperator;

/** etcd's settings of the raft core, bounded in bytes as well. */
final class CoreSettings {
    private CoreSettings() {}

    static RaftConfig of(
            ServerConfig config, Recovered recovered, MemoryBudget memory, IntUnaryOperator electionJitter) {
        long applied = recovered.features().applied().position().index();
        return RaftConfig.etcd(
                        recovered.memberId(),
                        new RaftConfig.Timing(config.electionTicks(), 1),
                        electionJitter,
                        ConfChangeCodec::decode)
                .withAppliedIndex(applied)
                .withLimits(limits(memory))
                .withSwitches(switches(config))
                .withJournal(new RaftJournal());
    }

    private static RaftConfig.Limits limits(MemoryBudget memory) {
        return new RaftConfig.Limits(
                RaftConfig.Limits.ETCD.messageBytes(),
                RaftConfig.Limits.ETCD.inflightMessages(),
                memory.inflightBytes(),
                memory.proposalBytes(),
                RaftConfig.Limits.ETCD.applyingBytes());
    }

    private static RaftConfig.Switches switches(ServerConfig config) {
        RaftConfig.Switches etcd = RaftConfig.Switches.ETCD;
        return new RaftConfig.Switches(
                config.preVote(),
                etcd.checkQuorum(),
                etcd.readOnly(),
                etcd.disableProposalForwarding(),
                etcd.disableConfChangeValidation(),
                etcd.stepDownOnRemoval(),
                etcd.applyUnstableEntries());
    }
}
