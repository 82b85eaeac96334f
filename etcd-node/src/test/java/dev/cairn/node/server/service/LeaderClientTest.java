// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.apply.Features;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MemberChange;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wire.EtcdError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only the leader can answer finds whoever leads, also while that changes, and gives up when its time is up. */
class LeaderClientTest {
    private static final long SELF = 1;
    private static final long OTHER = 2;
    private static final long TIMEOUT = 7_000;

    private final MemoryBackend backend = new MemoryBackend();
    private final Features features = Features.open(backend, new LessorSettings(2), 1);
    private final AtomicLong nanos = new AtomicLong(50);
    private final AtomicLong leader = new AtomicLong();
    private final List<String> told = new ArrayList<>();
    private final ArrayDeque<RuntimeException> troubles = new ArrayDeque<>();
    private final LeaderClient client =
            new LeaderClient(null, Runnable::run, leader::get, new LiveFeatures(features), nanos::get, SELF, TIMEOUT);

    @BeforeEach
    void twoMembers() {
        try (WriteTx tx = backend.begin()) {
            for (long id : new long[] {SELF, OTHER}) {
                features.members()
                        .apply(tx, new MemberChange.Add(ClusterMember.added(id, List.of("http://m:" + id), false)));
            }
            tx.commit();
        }
    }

    private void ask() {
        client.<String>ask(
                new Reply<>() {
                    @Override
                    public void done(String answer) {
                        told.add(answer);
                    }

                    @Override
                    public void failed(RuntimeException error) {
                        told.add(error.getMessage());
                    }
                },
                here -> {
                    if (troubles.isEmpty()) {
                        here.done("here");
                    } else {
                        here.failed(troubles.poll());
                    }
                },
                (peers, urls) -> {
                    if (!troubles.isEmpty()) {
                        throw troubles.poll();
                    }
                    return "at " + urls;
                });
    }

    @Test
    void theLeaderAnswersItself() {
        leader.set(SELF);
        ask();
        assertThat(told).containsExactly("here");
    }

    @Test
    void aFollowerAsksTheLeader() {
        leader.set(OTHER);
        ask();
        assertThat(told).containsExactly("at [http://m:2]");
    }

    @Test
    void withoutALeaderItWaitsForOne() {
        ask();
        client.tick();
        assertThat(told).isEmpty();
        leader.set(OTHER);
        client.tick();
        assertThat(told).containsExactly("at [http://m:2]");
        client.tick();
        assertThat(told).hasSize(1);
    }

    @Test
    void withoutALeaderForAllItsTimeItSaysSo() {
        ask();
        nanos.addAndGet(TIMEOUT);
        client.tick();
        assertThat(told).containsExactly(EtcdError.NO_LEADER.text());
    }

    @Test
    void whoIsLeaderNoMorePassesTheQuestionOn() {
        leader.set(SELF);
        troubles.add(EtcdError.NOT_LEADER.exception());
        ask();
        leader.set(OTHER);
        client.tick();
        assertThat(told).containsExactly("at [http://m:2]");
    }

    @Test
    void aLeaderThatDoesNotAnswerIsAskedAgain() {
        leader.set(OTHER);
        troubles.add(new UncheckedIOException(new IOException("connection refused")));
        troubles.add(EtcdError.TIMEOUT.exception());
        ask();
        client.tick();
        assertThat(told).isEmpty();
        client.tick();
        assertThat(told).containsExactly("at [http://m:2]");
    }

    @Test
    void aLeaderThatNeverAnswersIsATimeout() {
        leader.set(OTHER);
        troubles.add(new UncheckedIOException(new IOException("connection refused")));
        ask();
        nanos.addAndGet(TIMEOUT);
        client.tick();
        assertThat(told).containsExactly(EtcdError.TIMEOUT.text());
    }

    @Test
    void aRefusalIsAnAnswer() {
        leader.set(OTHER);
        troubles.add(EtcdError.LEARNER_NOT_READY.exception());
        ask();
        assertThat(told).containsExactly(EtcdError.LEARNER_NOT_READY.text());
    }

    @Test
    void whoStopsFailsWhoWaits() {
        ask();
        client.failAll(EtcdError.STOPPED.exception());
        assertThat(told).containsExactly(EtcdError.STOPPED.text());
    }
}
