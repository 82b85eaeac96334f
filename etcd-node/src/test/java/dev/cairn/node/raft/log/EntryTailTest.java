// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The log's end in memory, the rest where it was written. */
class EntryTailTest {
    private static final int DATA_BYTES = 100;
    private static final int COST_BYTES = DATA_BYTES + EntryTail.OVERHEAD_BYTES;

    /** What the files would have: the last entry that was written at each index. */
    private final TreeMap<Long, Entry> files = new TreeMap<>();

    private final List<String> reads = new ArrayList<>();

    private EntryTail tail(long after, int entriesInMemory) {
        return new EntryTail(after, (long) entriesInMemory * COST_BYTES, (low, high) -> {
            reads.add(low + ".." + (high - 1));
            return List.copyOf(files.subMap(low, high).values());
        });
    }

    private void write(EntryTail tail, long term, long from, long to) {
        for (long index = from; index <= to; index++) {
            Entry entry = Entry.normal(term, index, new byte[DATA_BYTES]);
            files.put(index, entry);
            tail.append(entry);
        }
    }

    @Test
    void whatMemoryHoldsIsBoundedInBytesHoweverManyEntriesThereAre() {
        EntryTail tail = tail(0, 20);
        for (long index = 1; index <= 10_000; index++) {
            write(tail, 1, index, index);
            assertThat(tail.memoryBytes()).isLessThanOrEqualTo(20 * COST_BYTES);
        }
        assertThat(tail.firstIndex()).isEqualTo(1);
        assertThat(tail.firstInMemory()).isGreaterThan(9_900);
        assertThat(reads).isEmpty();
    }

    @Test
    void anEntryLargerThanTheBoundStaysUntilTheNextOne() {
        EntryTail tail = new EntryTail(
                0, 10, (low, high) -> List.copyOf(files.subMap(low, high).values()));
        write(tail, 1, 1, 1);
        assertThat(tail.firstInMemory()).isEqualTo(1);
        write(tail, 1, 2, 2);
        assertThat(tail.firstInMemory()).isEqualTo(2);
    }

    @Test
    void entriesOnBothSidesOfTheEdgeAreAnsweredTogether() {
        EntryTail tail = tail(10, 4);
        write(tail, 2, 11, 15);
        write(tail, 3, 16, 20);
        long edge = tail.firstInMemory();
        assertThat(tail.entries(12, 21, Long.MAX_VALUE))
                .extracting(Entry::index)
                .containsExactly(12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L);
        assertThat(reads).containsExactly("12.." + (edge - 1));
        long three = 3L * files.get(12L).encodedBytes();
        assertThat(tail.entries(12, 21, three)).hasSize(3);
        assertThat(tail.entries(12, 21, three - 1)).hasSize(2);
        assertThat(tail.entries(12, 21, 0)).as("at least one").hasSize(1);
        assertThat(tail.term(15)).isEqualTo(2);
        assertThat(tail.term(16)).isEqualTo(3);
    }

    @Test
    void anotherEntryThanTheOneThatWasWrittenIsRefused() {
        EntryTail tail = tail(0, 2);
        write(tail, 5, 1, 9);
        files.put(3L, Entry.normal(4, 3, Entry.NO_DATA));
        assertThat(tail.entries(1, 3, Long.MAX_VALUE)).hasSize(2);
        assertThatThrownBy(() -> tail.entries(2, 5, Long.MAX_VALUE))
                .hasMessageContaining("entry 3 of term 5 was read as entry 3 of term 4");
        files.remove(3L);
        assertThatThrownBy(() -> tail.entries(2, 5, Long.MAX_VALUE)).hasMessageContaining("not all entries of [2, 5)");
    }

    @Test
    void changesOfTheConfigurationAreFoundWithoutAllEntriesInMemory() {
        EntryTail tail = tail(0, 3);
        for (long index = 1; index <= 30; index++) {
            EntryType type = index % 10 == 0 ? EntryType.CONF_CHANGE : EntryType.NORMAL;
            Entry entry = new Entry(type, 1, index, new byte[DATA_BYTES]);
            files.put(index, entry);
            tail.append(entry);
        }
        assertThat(tail.changesAfter(10)).extracting(Entry::index).containsExactly(20L, 30L);
    }

    /** The same as a log that is in memory whole, whatever happens to both. */
    @Test
    void itIsTheLogThatALogInMemoryIs() {
        for (int seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            Snapshot start = new Snapshot(new SnapshotMetadata(ConfState.ofVoters(List.of(1L)), 7, 1), Entry.NO_DATA);
            MemoryLog whole = MemoryLog.recovered(start, HardState.EMPTY, List.of());
            MemoryLog bounded = MemoryLog.recovered(start, HardState.EMPTY, tail(7, random.nextInt(1, 8)));
            long term = 1;
            for (int step = 0; step < 200; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        long upTo = random.nextLong(whole.firstIndex() - 1, whole.lastIndex() + 1);
                        whole.compact(upTo);
                        bounded.compact(upTo);
                    }
                    case 1 -> {
                        // a later leader replaces the end
                        term++;
                        append(random.nextLong(whole.firstIndex(), whole.lastIndex() + 2), term, whole, bounded);
                    }
                    default -> append(whole.lastIndex() + 1, term, whole, bounded);
                }
                assertSame(random, whole, bounded);
            }
        }
    }

    private void append(long from, long term, MemoryLog... logs) {
        List<Entry> entries = new ArrayList<>();
        for (long index = from; index < from + 3; index++) {
            entries.add(Entry.normal(term, index, new byte[(int) (index % 7) * 20]));
            files.put(index, entries.getLast());
        }
        files.tailMap(from + 3, true).clear();
        for (MemoryLog log : logs) {
            log.append(entries);
        }
    }

    private static void assertSame(Random random, MemoryLog whole, MemoryLog bounded) {
        assertThat(bounded.firstIndex()).isEqualTo(whole.firstIndex());
        assertThat(bounded.lastIndex()).isEqualTo(whole.lastIndex());
        for (long index = whole.firstIndex() - 1; index <= whole.lastIndex() + 1; index++) {
            assertThat(bounded.term(index)).isEqualTo(whole.term(index));
        }
        if (whole.lastIndex() >= whole.firstIndex()) {
            long low = random.nextLong(whole.firstIndex(), whole.lastIndex() + 1);
            long high = random.nextLong(low + 1, whole.lastIndex() + 2);
            long bytes = random.nextInt(600);
            assertThat(bounded.entries(low, high, bytes)).isEqualTo(whole.entries(low, high, bytes));
        }
    }
}
