// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.apply.Features;
import dev.cairn.node.lease.Lessor;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.raft.RoleName;
import dev.cairn.node.server.stage.ConfirmedLeadership;
import dev.cairn.node.server.stage.Leadership;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.ReadIndexes;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lease ends when its time is up and a quorum says that whoever counts the time is the leader still. */
class LeaseExpiryTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long LEASE = 7;

    private final MemoryBackend backend = new MemoryBackend();
    private final Features features = Features.open(backend, new LessorSettings(2), 1);
    private final Lessor lessor = features.lessor();
    private final AtomicLong nanos = new AtomicLong(SECOND);
    private final AtomicLong round = new AtomicLong();
    private final List<Long> revoked = new ArrayList<>();
    private final ReadIndexes reads = new ReadIndexes(round::incrementAndGet, nanos::get, 100 * SECOND, started -> {});
    private Leadership leadership = new Leadership(5, 1, RoleName.LEADER, 0);
    private final LeaseExpiry expiry = new LeaseExpiry(
            new LiveFeatures(features),
            () -> leadership,
            new ConfirmedLeadership(reads, () -> leadership),
            (term, lease) -> revoked.add(lease),
            nanos::get,
            0);

    @BeforeEach
    void grantToALeader() {
        try (WriteTx tx = backend.begin()) {
            lessor.grant(tx, LEASE, 10, nanos.get());
            tx.commit();
        }
        lessor.promote(nanos.get(), 0);
    }

    private void passes(long seconds) {
        nanos.addAndGet(seconds * SECOND);
        expiry.tick();
    }

    private void quorumConfirms() {
        reads.confirmed(0, ReadIndexes.context(round.get()));
    }

    @Test
    void anExpiredLeaseIsRevokedOnceAQuorumHasConfirmedTheLeader() {
        passes(9);
        assertThat(round).hasValue(0);
        passes(2);
        assertThat(round).hasValue(1);
        assertThat(revoked).isEmpty();
        quorumConfirms();
        assertThat(revoked).containsExactly(LEASE);
    }

    @Test
    void whoWokeFromALongPauseAndLeadsNoMoreRevokesNothing() {
        passes(60);
        leadership = new Leadership(6, 2, RoleName.FOLLOWER, 0);
        quorumConfirms();
        expiry.tick();
        assertThat(revoked).isEmpty();
        assertThat(lessor.isPrimary()).isFalse();
    }

    @Test
    void whoLeadsAgainInALaterTermCountsAnew() {
        passes(60);
        leadership = new Leadership(7, 1, RoleName.LEADER, 0);
        lessor.promote(nanos.get(), 0);
        quorumConfirms();
        assertThat(revoked).isEmpty();
    }

    @Test
    void aLeaseThatWasRenewedMeanwhileStays() {
        passes(11);
        lessor.promote(nanos.get(), 0); // as a renewal would, which an expired lease refuses
        quorumConfirms();
        assertThat(revoked).isEmpty();
    }

    @Test
    void withoutAQuorumItIsTriedAgainAndNothingEnds() {
        passes(11);
        passes(5);
        assertThat(revoked).isEmpty();
        quorumConfirms();
        assertThat(revoked).contains(LEASE);
    }
}
