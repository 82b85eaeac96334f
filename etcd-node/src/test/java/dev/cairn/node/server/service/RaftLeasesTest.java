// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.apply.Features;
import dev.cairn.node.apply.Headers;
import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.figures.RequestFigures;
import dev.cairn.node.lease.Lessor;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.raft.RoleName;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.Authorization;
import dev.cairn.node.server.stage.ConfirmedLeadership;
import dev.cairn.node.server.stage.Leadership;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.ReadIndexes;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A renewal is a promise that binds the next leader too, so it waits for a quorum's word that there is none. */
class RaftLeasesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long LEASE = 7;

    private final MemoryBackend backend = new MemoryBackend();
    private final Features features = Features.open(backend, new LessorSettings(2), 1);
    private final Lessor lessor = features.lessor();
    private final AtomicLong nanos = new AtomicLong(SECOND);
    private final AtomicLong round = new AtomicLong();
    private final List<String> told = new ArrayList<>();
    private final ReadIndexes reads = new ReadIndexes(round::incrementAndGet, nanos::get, 100 * SECOND, started -> {});
    private Leadership leadership = new Leadership(5, 1, RoleName.LEADER, 0);

    private final LiveFeatures live = new LiveFeatures(features);
    private final LeaderClient leader =
            new LeaderClient(null, Runnable::run, () -> leadership.leader(), live, nanos::get, 1, 7 * SECOND);

    /** Without a proposer and a way to another leader: what is asked at the primary needs neither. */
    private final RaftLeases leases = new RaftLeases(
            null,
            new Authorization(live, new Identified(AuthInfo.NOBODY)),
            live,
            new Headers(1, 1, () -> leadership.term()),
            new ConfirmedLeadership(reads, () -> leadership),
            nanos::get,
            leader,
            new RequestFigures());

    @BeforeEach
    void grantToALeader() {
        try (WriteTx tx = backend.begin()) {
            lessor.grant(tx, LEASE, 10, nanos.get());
            tx.commit();
        }
        lessor.promote(nanos.get(), 0);
        nanos.addAndGet(6 * SECOND);
    }

    private void keepAlive() {
        leases.keepAlive(Caller.ANONYMOUS, LEASE, new Reply<LeaseKeepAliveResponse>() {
            @Override
            public void done(LeaseKeepAliveResponse answer) {
                told.add("ttl " + answer.getTTL());
            }

            @Override
            public void failed(RuntimeException error) {
                told.add(error.getMessage());
            }
        });
    }

    private void quorumAnswers() {
        quorumAnswers(0);
    }

    private void quorumAnswers(long commitIndex) {
        reads.confirmed(commitIndex, ReadIndexes.context(round.get()));
    }

    private void askTimeToLive(long lease) {
        LeaseTimeToLiveRequest request =
                LeaseTimeToLiveRequest.newBuilder().setID(lease).build();
        leases.timeToLive(Caller.ANONYMOUS, request, new Reply<LeaseTimeToLiveResponse>() {
            @Override
            public void done(LeaseTimeToLiveResponse answer) {
                told.add("ttl " + answer.getTTL());
            }

            @Override
            public void failed(RuntimeException error) {
                told.add(error.getMessage());
            }
        });
    }

    private long remainingSeconds() {
        return lessor.lookup(LEASE, nanos.get()).remainingSeconds();
    }

    @Test
    void aRenewalIsAnsweredOnceAQuorumHasConfirmedTheLeader() {
        keepAlive();
        assertThat(told).isEmpty();
        assertThat(remainingSeconds()).isEqualTo(4);
        quorumAnswers();
        assertThat(told).containsExactly("ttl 10");
        assertThat(remainingSeconds()).isEqualTo(10);
    }

    /** The grant was answered at another member, which had applied it; this one, the leader, has not yet. */
    @Test
    void aLeaseThatWasGrantedElsewhereIsLookedUpOnceItIsAppliedHere() {
        askTimeToLive(8);
        quorumAnswers(5);
        assertThat(told).isEmpty();
        try (WriteTx tx = backend.begin()) {
            lessor.grant(tx, 8, 20, nanos.get());
            tx.commit();
        }
        reads.applied(5);
        assertThat(told).containsExactly("ttl 20");
    }

    @Test
    void whatWasNeverGrantedIsUnknown() {
        askTimeToLive(8);
        quorumAnswers();
        assertThat(told).containsExactly("ttl -1");
    }

    @Test
    void whoHasASuccessorProlongsNothing() {
        keepAlive();
        leadership = new Leadership(6, 2, RoleName.FOLLOWER, 0);
        quorumAnswers();
        assertThat(remainingSeconds()).isEqualTo(4);
        leader.tick();
        assertThat(told).isEmpty();
        nanos.addAndGet(7 * SECOND);
        leader.tick();
        assertThat(told).containsExactly("etcdserver: request timed out");
    }

    @Test
    void aLeaseThatRanOutWhileTheQuorumWasAskedIsNotProlonged() {
        keepAlive();
        nanos.addAndGet(5 * SECOND);
        quorumAnswers();
        assertThat(told).isEmpty();
        lessor.demote();
        assertThat(told).containsExactly("ttl 0");
    }
}
