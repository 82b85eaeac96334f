// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.mvcc.RevisionEvents;
import dev.cairn.node.mvcc.StoredEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevisionRingTest {
    private static final long SIZE_BYTES = RevisionRing.sizeBytes(revision(2, 100));

    @Test
    void holdsAsMuchAsFitsAndNoMore() {
        RevisionRing ring = new RevisionRing(10 * SIZE_BYTES);
        for (long revision = 2; revision <= 11; revision++) {
            ring.add(revision(revision, 100), 0);
        }
        assertThat(ring.reachesBackTo(2)).isTrue();
        assertThat(ring.sizeBytes()).isEqualTo(10 * SIZE_BYTES);
        ring.add(revision(12, 100), 0);
        assertThat(ring.reachesBackTo(2)).isFalse();
        assertThat(ring.reachesBackTo(3)).isTrue();
        ring.add(revision(13, 100), 2 * SIZE_BYTES);
        assertThat(ring.size()).isEqualTo(8);
        assertThat(ring.reachesBackTo(6)).isTrue();
    }

    @Test
    void revisionLargerThanTheBoundIsNotKept() {
        RevisionRing ring = new RevisionRing(SIZE_BYTES);
        ring.add(revision(2, 100), 0);
        ring.add(revision(3, 1000), 0);
        assertThat(ring.size()).isZero();
        assertThat(ring.sizeBytes()).isZero();
        ring.add(revision(4, 100), 0);
        assertThat(ring.reachesBackTo(3)).isFalse();
        assertThat(ring.reachesBackTo(4)).isTrue();
    }

    @Test
    void gapStartsItAnew() {
        RevisionRing ring = new RevisionRing(10 * SIZE_BYTES);
        ring.add(revision(2, 100), 0);
        ring.add(revision(4, 100), 0);
        assertThat(ring.reachesBackTo(3)).isFalse();
        assertThat(ring.sizeBytes()).isEqualTo(SIZE_BYTES);
    }

    @Test
    void slicesAreWholeWhereverTheRingWrapsAround() {
        RevisionRing ring = new RevisionRing(3000 * SIZE_BYTES);
        for (long revision = 2; revision <= 10_000; revision++) {
            ring.add(revision(revision, 100), 0);
        }
        assertThat(ring.size()).isEqualTo(3000);
        assertThat(ring.slice(7001, 10_000, 10_000))
                .extracting(RevisionEvents::revision)
                .hasSize(3000)
                .startsWith(7001L)
                .endsWith(10_000L)
                .isSorted();
        assertThat(ring.slice(9000, 9500, 100)).hasSize(100);
        assertThat(ring.slice(9990, 9995, 100)).hasSize(6);
    }

    private static RevisionEvents revision(long revision, int valueBytes) {
        return new RevisionEvents(
                revision, List.of(new StoredEvent(false, new byte[] {1}, new byte[valueBytes], null, null)));
    }
}
