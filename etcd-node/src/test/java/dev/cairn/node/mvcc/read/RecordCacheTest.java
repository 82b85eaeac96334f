// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.mvcc.index.KeyEntry;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordCacheTest {
    private static final int RECORD_BYTES = 68;
    private static final int COST_BYTES = RECORD_BYTES + 32;

    private final KeyEntry[] entries = IntStream.range(0, 1_000)
            .mapToObj(i -> KeyEntry.put(
                    new byte[] {(byte) (i >> 8), (byte) i}, null, new KeyEntry.Change(i + 2, 0, RECORD_BYTES), 2, 1, 0))
            .toArray(KeyEntry[]::new);

    private final RecordCache cache = new RecordCache(100 * COST_BYTES);

    @Test
    void noMoreIsHeldThanFits() {
        for (KeyEntry entry : entries) {
            cache.keep(entry, new byte[RECORD_BYTES]);
            assertThat(entry.record()).as("the newest").isNotNull();
            assertThat(held()).isLessThanOrEqualTo(100);
        }
        assertThat(held()).isEqualTo(100);
    }

    @Test
    void whatIsAskedForAgainStaysWhileOthersPassThrough() {
        for (int i = 0; i < 50; i++) {
            cache.keep(entries[i], new byte[RECORD_BYTES]);
        }
        for (int i = 50; i < entries.length; i++) {
            if (i % 3 == 0) {
                for (int hot = 0; hot < 50; hot++) {
                    entries[hot].touch(true);
                }
            }
            cache.keep(entries[i], new byte[RECORD_BYTES]);
        }
        assertThat(Arrays.stream(entries).limit(50).filter(each -> each.record() != null))
                .hasSizeGreaterThan(40);
    }

    @Test
    void aSmallSetOfKeysIsHitAfterTheFirstRound() {
        for (KeyEntry entry : entries) {
            cache.keep(entry, new byte[RECORD_BYTES]);
        }
        for (int i = 0; i < 60; i++) {
            cache.keep(entries[i], new byte[RECORD_BYTES]);
        }
        assertThat(Arrays.stream(entries).limit(60)).allMatch(each -> each.record() != null);
    }

    @Test
    void aRetiredRecordMakesRoomAndItsPlaceIsClearedInTheEnd() {
        for (int round = 0; round < 100_000; round++) {
            KeyEntry entry =
                    KeyEntry.put(new byte[] {1}, null, new KeyEntry.Change(round + 2, 0, RECORD_BYTES), 2, 1, 0);
            entry.keepRecord(new byte[RECORD_BYTES]);
            cache.adopt(List.of(entry), 100 * COST_BYTES);
            cache.retire(entry);
        }
        assertThat(cache.places()).isLessThan(10_000);
        for (int i = 1; i <= 100; i++) {
            cache.keep(entries[i], new byte[RECORD_BYTES]);
        }
        assertThat(held()).isEqualTo(100);
    }

    @Test
    void withoutRoomNothingIsHeld() {
        RecordCache none = new RecordCache(0);
        entries[0].keepRecord(new byte[RECORD_BYTES]);
        none.adopt(List.of(entries[0]), 0);
        none.keep(entries[1], new byte[RECORD_BYTES]);
        assertThat(held()).isZero();
    }

    @Test
    void recordsMakeRoomWhenThereIsLess() {
        for (KeyEntry entry : entries) {
            cache.keep(entry, new byte[RECORD_BYTES]);
        }
        cache.resize(40 * COST_BYTES);
        assertThat(held()).isEqualTo(40);
        assertThat(cache.bytes()).isEqualTo(40 * COST_BYTES);
        cache.resize(0);
        assertThat(held()).isZero();
    }

    private long held() {
        return Arrays.stream(entries).filter(each -> each.record() != null).count();
    }
}
