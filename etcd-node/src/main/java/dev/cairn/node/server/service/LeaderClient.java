// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Brings what only the leader can answer to whoever leads: this member itself, or another one over its peer URLs, on a lent
 * thread, since the clients of peers block. Where there is no leader, or it has just changed, or does not answer, the
 * question is asked again at every tick until its time is up (etcd's waitLeader and the loops around it). Thread-safe.
 */
public final class LeaderClient {
    private record Question<T>(
            Reply<T> reply, Consumer<Reply<T>> here, BiFunction<PeerClient, List<String>, T> there, long sinceNanos) {}

    private final PeerClient client;
    private final Executor blocking;
    private final LongSupplier leaderId;
    private final LiveFeatures live;
    private final LongSupplier nanos;
    private final long memberId;
    private final long timeoutNanos;
    private List<Question<?>> waiting = new ArrayList<>();

    /** {@code blocking} runs the questions to others. */
    public LeaderClient(
            PeerClient client,
            Executor blocking,
            LongSupplier leaderId,
            LiveFeatures live,
            LongSupplier nanos,
            long memberId,
            long timeoutNanos) {
        this.client = client;
        this.blocking = blocking;
        this.leaderId = leaderId;
        this.live = live;
        this.nanos = nanos;
        this.memberId = memberId;
        this.timeoutNanos = timeoutNanos;
    }

    /** {@code here} answers where this member leads, {@code there} asks another one. */
    public <T> void ask(Reply<T> reply, Consumer<Reply<T>> here, BiFunction<PeerClient, List<String>, T> there) {
        attempt(new Question<>(reply, here, there, nanos.getAsLong()));
    }

    private <T> void attempt(Question<T> question) {
        long leader = leaderId.getAsLong();
        if (leader == memberId) {
            try {
                question.here().accept(retrying(question));
            } catch (RuntimeException e) {
                failed(question, e);
            }
            return;
        }
        ClusterMember member = live.now().members().view().member(leader);
        if (member == null) {
            park(question);
            return;
        }
        blocking.execute(() -> {
            T answer;
            try {
                answer = question.there().apply(client, member.peerUrls());
            } catch (RuntimeException e) {
                failed(question, e);
                return;
            }
            question.reply().done(answer);
        });
    }

    private <T> Reply<T> retrying(Question<T> question) {
        return new Reply<>() {
            @Override
            public void done(T answer) {
                question.reply().done(answer);
            }

            @Override
            public void failed(RuntimeException error) {
                LeaderClient.this.failed(question, error);
            }
        };
    }

    private void failed(Question<?> question, RuntimeException error) {
        if (anotherLeaderMayAnswer(error)) {
            park(question);
        } else {
            question.reply().failed(error);
        }
    }

    private static boolean anotherLeaderMayAnswer(RuntimeException error) {
        if (error instanceof EtcdException refusal) {
            return switch (refusal.error()) {
                case NOT_LEADER,
                        NOT_PRIMARY_LESSOR,
                        NO_LEADER,
                        LEADER_CHANGED,
                        TIMEOUT,
                        TIMEOUT_DUE_TO_LEADER_FAIL,
                        TIMEOUT_DUE_TO_CONNECTION_LOST,
                        TIMEOUT_WAIT_APPLIED_INDEX -> true;
                default -> false;
            };
        }
        return error instanceof UncheckedIOException;
    }

    private void park(Question<?> question) {
        synchronized (this) {
            waiting.add(question);
        }
    }

    /** One heartbeat interval has passed. */
    public void tick() {
        List<Question<?>> again;
        synchronized (this) {
            if (waiting.isEmpty()) {
                return;
            }
            again = waiting;
            waiting = new ArrayList<>();
        }
        long now = nanos.getAsLong();
        for (Question<?> question : again) {
            if (now - question.sinceNanos() >= timeoutNanos) {
                boolean leaderless = leaderId.getAsLong() == 0;
                question.reply().failed((leaderless ? EtcdError.NO_LEADER : EtcdError.TIMEOUT).exception());
            } else {
                attempt(question);
            }
        }
    }

    /** Fails who still waits. */
    public void failAll(RuntimeException error) {
        List<Question<?>> all;
        synchronized (this) {
            all = waiting;
            waiting = new ArrayList<>();
        }
        all.forEach(question -> question.reply().failed(error));
    }
}
