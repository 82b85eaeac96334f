// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.apply.Features;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.ReadIndexes;
import dev.cairn.node.testkit.MemoryBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a probe is told that waits for a quorum. */
class NodeHealthTest {
    private final AtomicLong round = new AtomicLong();
    private final ReadIndexes reads = new ReadIndexes(round::incrementAndGet, () -> 0, 1_000, started -> {});
    private final NodeHealth health = new NodeHealth(
            null, reads, new LiveFeatures(Features.open(new MemoryBackend(), new LessorSettings(2), 1)), 1, 2, "3.7.1");
    private final List<String> told = new ArrayList<>();

    private final Reply<Void> reply = new Reply<>() {
        @Override
        public void done(Void nothing) {
            told.add("ok");
        }

        @Override
        public void failed(RuntimeException error) {
            told.add(error.getMessage());
        }
    };

    private void confirm() {
        reads.confirmed(0, ReadIndexes.context(round.get()));
    }

    @Test
    void aQuorumThatAnswersMakesItHealthy() {
        health.linearizableRead(reply);
        assertThat(told).isEmpty();
        confirm();
        assertThat(told).containsExactly("ok");
    }

    @Test
    void anotherLeaderFailsItAtOnceAndOnceOnly() {
        health.linearizableRead(reply);
        health.leaderChanged();
        assertThat(told).containsExactly("etcdserver: leader changed");
        confirm();
        health.leaderChanged();
        assertThat(told).hasSize(1);
    }

    @Test
    void whoHasItsAnswerIsNotToldOfLaterLeaders() {
        health.linearizableRead(reply);
        confirm();
        health.leaderChanged();
        assertThat(told).containsExactly("ok");
    }
}
