// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.stage.Ignored;
import dev.cairn.node.server.stage.Leadership;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leader brings into the log what {@link AutoCompaction} says is due; the others forget what they sampled. */
public final class LeaderCompaction {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderCompaction.class);

    private final AutoCompaction compaction;
    private final LiveFeatures live;
    private final Supplier<Leadership> leadership;
    private final Proposer proposer;
    private final LongSupplier nanos;

    public LeaderCompaction(
            AutoCompaction compaction,
            LiveFeatures live,
            Supplier<Leadership> leadership,
            Proposer proposer,
            LongSupplier nanos) {
        this.compaction = compaction;
        this.live = live;
        this.leadership = leadership;
        this.proposer = proposer;
        this.nanos = nanos;
    }

    public void tick() {
        if (!leadership.get().isLeader()) {
            compaction.pause();
            return;
        }
        compaction.due(nanos.getAsLong(), live.now().mvcc().currentRevision()).ifPresent(at -> {
            LOG.info("compacting at revision {}", at);
            CompactionRequest request =
                    CompactionRequest.newBuilder().setRevision(at).build();
            proposer.propose(Caller.MEMBER, InternalRaftRequest.newBuilder().setCompaction(request), Ignored.reply());
        });
    }
}
