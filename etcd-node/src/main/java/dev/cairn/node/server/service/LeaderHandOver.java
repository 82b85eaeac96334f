// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.Leadership;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.wire.EtcdError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leadership transfers under way: each ends when its target leads, or when its time is up. Thread-safe. */
public final class LeaderHandOver {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderHandOver.class);

    private record Transfer(long target, long sinceNanos, Reply<Void> reply) {}

    private final RaftLoop loop;
    private final LiveFeatures live;
    private final PeerActivity activity;
    private final LongSupplier nanos;
    private final long timeoutNanos;
    private List<Transfer> transfers = new ArrayList<>();

    public LeaderHandOver(
            RaftLoop loop, LiveFeatures live, PeerActivity activity, LongSupplier nanos, long timeoutNanos) {
        this.loop = loop;
        this.live = live;
        this.activity = activity;
        this.nanos = nanos;
        this.timeoutNanos = timeoutNanos;
    }

    public void to(long target, Reply<Void> reply) {
        if (loop.leadership().leader() == target) {
            reply.done(null);
            return;
        }
        synchronized (this) {
            transfers.add(new Transfer(target, nanos.getAsLong(), reply));
        }
        loop.run(core -> core.transferLeader(target));
    }

    /** To the longest connected voter; done at once where this member does not lead or there is no such voter. */
    public void toLongestConnected(Reply<Void> reply) {
        Leadership now = loop.leadership();
        Optional<ClusterMember> successor = live.now().members().view().voters().stream()
                .filter(voter -> activity.connectedSince(voter.id()) != PeerActivity.NEVER)
                .min(Comparator.comparingLong(voter -> activity.connectedSince(voter.id())));
        if (!now.isLeader() || successor.isEmpty()) {
            reply.done(null);
            return;
        }
        LOG.info(
                "handing leadership over to {}",
                Long.toHexString(successor.get().id()));
        to(successor.get().id(), reply);
    }

    public void leadershipChanged(Leadership now) {
        settle(
                transfer -> now.leader() == transfer.target(),
                transfer -> transfer.reply().done(null));
    }

    public void tick() {
        long now = nanos.getAsLong();
        settle(
                transfer -> now - transfer.sinceNanos() >= timeoutNanos,
                transfer -> transfer.reply().failed(EtcdError.TIMEOUT_LEADER_TRANSFER.exception()));
    }

    private void settle(java.util.function.Predicate<Transfer> over, java.util.function.Consumer<Transfer> ending) {
        List<Transfer> ended = new ArrayList<>();
        synchronized (this) {
            if (transfers.isEmpty()) {
                return;
            }
            List<Transfer> open = new ArrayList<>();
            transfers.forEach(transfer -> (over.test(transfer) ? ended : open).add(transfer));
            transfers = open;
        }
        ended.forEach(ending);
    }
}
