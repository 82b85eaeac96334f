// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.apply.Features;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.membership.AppliedConfState;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When the store is flushed, and what is told once it is. */
class FlusherTest {
    private static final Flusher.Policy POLICY = new Flusher.Policy(100, 10_000, 1_000);

    private final MemoryBackend backend = new MemoryBackend();
    private final Features features = Features.open(backend, new LessorSettings(2), 1);
    private final AtomicLong nanos = new AtomicLong(7);
    private final List<SnapshotMetadata> flushed = new ArrayList<>();
    private final AtomicInteger wakes = new AtomicInteger();
    private final Flusher flusher = new Flusher(new LiveFeatures(features), POLICY, nanos::get, flushed::add);

    FlusherTest() {
        flusher.onWork(wakes::incrementAndGet);
    }

    private void apply(long index, int bytes) {
        try (WriteTx tx = backend.begin()) {
            if (index == 1) {
                features.applied()
                        .setConfState(tx, new AppliedConfState(List.of(1L), List.of(), List.of(), List.of(), false));
            }
            features.applied().setPosition(tx, index, 3);
            tx.put(Bucket.KEY, new byte[] {1, (byte) index}, new byte[bytes]);
            tx.commit();
        }
    }

    @Test
    void nothingIsFlushedWhereNothingWasApplied() {
        nanos.addAndGet(10_000);
        flusher.check();
        assertThat(flusher.runOnce()).isFalse();
        assertThat(wakes).hasValue(0);
    }

    @Test
    void aChangeIsFlushedAfterAWhileSoThatAnIdleClusterReleasesItsLog() {
        apply(1, 10);
        flusher.check();
        assertThat(flusher.runOnce()).isFalse();
        nanos.addAndGet(1_000);
        flusher.check();
        assertThat(wakes).hasValue(1);
        assertThat(flusher.runOnce()).isTrue();
        assertThat(flushed).extracting(SnapshotMetadata::index).containsExactly(1L);
        assertThat(flusher.runOnce()).isFalse();
    }

    @Test
    void manyEntriesAreFlushedAtOnce() {
        for (int index = 1; index <= 99; index++) {
            apply(index, 1);
        }
        assertThat(flusher.runOnce()).isFalse();
        apply(100, 1);
        assertThat(flusher.runOnce()).isTrue();
        assertThat(flushed).extracting(SnapshotMetadata::index).containsExactly(100L);
    }

    @Test
    void manyBytesAreFlushedAtOnce() {
        apply(1, 9_000);
        assertThat(flusher.runOnce()).isFalse();
        apply(2, 2_000);
        assertThat(flusher.runOnce()).isTrue();
        assertThat(flushed).extracting(SnapshotMetadata::index).containsExactly(2L);
    }

    @Test
    void whereMemoryIsLowAnEighthOfTheBytesIsEnough() {
        apply(1, 2_000);
        flusher.flushEarly(false);
        assertThat(flusher.runOnce()).isFalse();
        flusher.flushEarly(true);
        assertThat(wakes).hasValue(1);
        assertThat(flusher.runOnce()).isTrue();
        flusher.flushEarly(false);
        apply(2, 2_000);
        assertThat(flusher.runOnce()).isFalse();
    }

    @Test
    void whatIsToldIsWhatACrashWouldLeave() {
        apply(1, 10);
        flusher.flush();
        SnapshotMetadata told = flushed.getFirst();
        assertThat(told.index()).isEqualTo(1);
        assertThat(told.term()).isEqualTo(3);
        assertThat(told.confState().voters()).containsExactly(1L);
        apply(2, 10);
        MemoryBackend after = backend.afterCrash();
        assertThat(dev.cairn.node.membership.AppliedState.flushedPosition(after).index())
                .isEqualTo(1);
    }

    @Test
    void aFlushThatBringsNothingNewIsNotToldAgain() {
        apply(1, 10);
        flusher.flush();
        flusher.flush();
        assertThat(flushed).hasSize(1);
    }
}
