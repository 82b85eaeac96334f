// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import dev.cairn.node.lease.Lessor;
import dev.cairn.node.server.stage.ConfirmedLeadership;
import dev.cairn.node.server.stage.Ignored;
import dev.cairn.node.server.stage.Leadership;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Replies;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The leader revokes what expired, through the log. Before it does, a quorum confirms that it still leads, and the leases
 * are looked at again: after a long pause another leader may have renewed them (design D10).
 */
public final class LeaseExpiry {
    /** Leases looked at per tick (etcd: 500 each 500 ms). */
    static final int MAX_PER_ROUND = 500;

    /** Brings a lease's end into the log, if this member still leads in the term when the loop comes to it. */
    @FunctionalInterface
    public interface Revoking {
        void propose(long term, long lease);
    }

    private final LiveFeatures live;
    private final Supplier<Leadership> leadership;
    private final ConfirmedLeadership confirmed;
    private final Revoking revoking;
    private final LongSupplier nanos;
    private final long extendNanos;

    /** {@code extendNanos}: what a new leader gives every lease on top of its time. */
    public LeaseExpiry(
            LiveFeatures live,
            Supplier<Leadership> leadership,
            ConfirmedLeadership confirmed,
            Revoking revoking,
            LongSupplier nanos,
            long extendNanos) {
        this.live = live;
        this.leadership = leadership;
        this.confirmed = confirmed;
        this.revoking = revoking;
        this.nanos = nanos;
        this.extendNanos = extendNanos;
    }

    public void leadershipChanged(Leadership now) {
        if (!now.isLeader()) {
            live.now().lessor().demote();
        }
    }

    /** A leader may decide about leases from here on: everything of the terms before is applied (etcd: first commit in term). */
    public void firstInTerm(long term) {
        Leadership now = leadership.get();
        if (now.isLeader() && now.term() == term) {
            live.now().lessor().promote(nanos.getAsLong(), extendNanos);
        }
    }

    public void tick() {
        Lessor lessor = live.now().lessor();
        if (!leadership.get().isLeader()) {
            lessor.demote();
            return;
        }
        List<Long> expired = lessor.isPrimary() ? lessor.expired(nanos.getAsLong(), MAX_PER_ROUND) : List.of();
        if (!expired.isEmpty()) {
            confirmed.ask(Replies.then(Ignored.reply(), term -> revoke(term, lessor, expired)));
        }
    }

    private void revoke(long term, Lessor lessor, List<Long> expired) {
        lessor.stillExpired(expired, nanos.getAsLong()).forEach(lease -> revoking.propose(term, lease));
    }
}
