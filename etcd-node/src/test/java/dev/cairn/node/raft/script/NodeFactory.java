// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.raft.log.MemoryLog;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes members from the arguments of {@code add-nodes}. */
final class NodeFactory {
    static final RaftConfig.Timing TIMING = new RaftConfig.Timing(3, 1);

    private final Cluster cluster;

    NodeFactory(Cluster cluster) {
        this.cluster = cluster;
    }

    void add(Directive directive) {
        for (int i = 0; i < directive.id(); i++) {
            boolean async = directive.flag("async-storage-writes");
            int index = directive.number("index", 0);
            RaftConfig config = config(cluster.nodes.size() + 1, directive, async)
                    .withAppliedIndex(index)
                    .withJournal(cluster.output::journal);
            MemoryLog log = new MemoryLog();
            ConfState confState = new ConfState(
                    directive.idValues("voters"), directive.idValues("learners"), List.of(), List.of(), false);
            if (!confState.equals(ConfState.EMPTY) || index > 0) {
                if (index <= 1) {
                    throw new IllegalArgumentException("index must be specified as > 1 due to bootstrap");
                }
                byte[] content = directive.value("content").orElse("").getBytes(StandardCharsets.UTF_8);
                log.installSnapshot(new Snapshot(new SnapshotMetadata(confState, index, 1), content));
            }
            cluster.nodes.add(new ScriptNode(config, log, async));
        }
    }

    private static RaftConfig config(long id, Directive directive, boolean async) {
        RaftConfig.ReadOnly readOnly =
                directive.value("read-only").orElse("safe").equals("safe")
                        ? RaftConfig.ReadOnly.SAFE
                        : RaftConfig.ReadOnly.LEASE_BASED;
        RaftConfig.Switches switches = new RaftConfig.Switches(
                directive.flag("prevote"),
                directive.flag("checkquorum"),
                readOnly,
                directive.flag("disable-proposal-forwarding"),
                directive.flag("disable-conf-change-validation"),
                directive.flag("step-down-on-removal"),
                !async);
        RaftConfig.Limits limits = new RaftConfig.Limits(
                limit(directive, "max-size-per-msg"),
                directive.number("inflight", Integer.MAX_VALUE),
                RaftConfig.UNLIMITED,
                limit(directive, "max-uncommitted-size"),
                limit(directive, "max-committed-size-per-ready"));
        return RaftConfig.etcd(id, TIMING, bound -> 0, ConfChangeCodec::decode)
                .withLimits(limits)
                .withSwitches(switches);
    }

    private static long limit(Directive directive, String key) {
        return directive.value(key).map(Long::parseLong).orElse(RaftConfig.UNLIMITED);
    }
}
