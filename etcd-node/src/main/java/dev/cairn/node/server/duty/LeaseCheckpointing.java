// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import dev.cairn.node.lease.Checkpoint;
import dev.cairn.node.server.stage.Leadership;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseCheckpoint;
import dev.cairn.node.wire.etcdserverpb.LeaseCheckpointRequest;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The leader tells the others through the log how much is left of long leases (etcd's checkpointScheduledLeases). */
public final class LeaseCheckpointing {
    /** In one entry, as etcd; what is due beyond it waits for the next tick. */
    private static final int MOST = 1_000;

    private final LiveFeatures live;
    private final Supplier<Leadership> leadership;
    private final Proposer proposer;
    private final LongSupplier nanos;

    public LeaseCheckpointing(
            LiveFeatures live, Supplier<Leadership> leadership, Proposer proposer, LongSupplier nanos) {
        this.live = live;
        this.leadership = leadership;
        this.proposer = proposer;
        this.nanos = nanos;
    }

    public void tick() {
        Leadership now = leadership.get();
        if (now.isLeader()) {
            live.now().lessor().checkpoint(nanos.getAsLong(), MOST, due -> propose(now.term(), due));
        }
    }

    private void propose(long term, List<Checkpoint> due) {
        LeaseCheckpointRequest.Builder request = LeaseCheckpointRequest.newBuilder();
        due.forEach(each -> request.addCheckpoints(
                LeaseCheckpoint.newBuilder().setID(each.id()).setRemainingTTL(each.remainingTtlSeconds())));
        proposer.proposeAsLeader(term, InternalRaftRequest.newBuilder().setLeaseCheckpoint(request));
    }
}
