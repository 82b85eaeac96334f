// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Durable entries in a row, of which only the last ones are in memory, bounded in bytes. Of all others their terms and sizes
 * are known, and {@link StoredEntries} reads them. Replaced at the end and cut off at the front like the log that they are.
 * Not thread-safe.
 *
 * <pre>
 * entries 11..20, those in memory 17..20:  entries(15, 19, …) reads 15 and 16 from the files, takes 17 and 18 as they are
 * </pre>
 */
public final class EntryTail {
    /** What an entry takes beside its payload: two objects, the list's place, its size and its place in the files. */
    static final int OVERHEAD_BYTES = 80;

    /** What is read in one go by whoever goes through all entries. */
    private static final long WALK_BYTES = 1L << 20;

    private final long maxBytes;
    private final StoredEntries stored;
    private final TermRuns terms = new TermRuns();
    private final EntrySizes sizes = new EntrySizes();
    private final ArrayList<Entry> recent = new ArrayList<>();
    private long first;
    private volatile long bytes;

    /** Entries behind index {@code after}, of which those in memory take about {@code maxBytes} at most. */
    public EntryTail(long after, long maxBytes, StoredEntries stored) {
        this.first = after + 1;
        this.maxBytes = maxBytes;
        this.stored = stored;
    }

    /** All of them in memory. */
    public static EntryTail inMemory(long after) {
        return new EntryTail(after, Long.MAX_VALUE, (low, high) -> {
            throw new IllegalStateException("entries [" + low + ", " + high + ") are in memory");
        });
    }

    public long firstIndex() {
        return first;
    }

    /** One before the first when there are none. */
    public long lastIndex() {
        return first + sizes.count() - 1;
    }

    public boolean isEmpty() {
        return sizes.count() == 0;
    }

    public long term(long index) {
        return terms.at(index);
    }

    /** As {@link Entry#encodedBytes}. */
    public int encodedBytes(long index) {
        return sizes.at((int) (index - first));
    }

    /** What the entries in memory take. */
    public long memoryBytes() {
        return bytes;
    }

    /** The first index that is in memory; one behind the last when none is. */
    public long firstInMemory() {
        return lastIndex() - recent.size() + 1;
    }

    /** The next entry, or one that replaces all from its index on. */
    public void append(Entry entry) {
        long index = entry.index();
        Invariant.check(
                index >= first && index <= lastIndex() + 1,
                () -> "entry " + index + " behind a log from " + first + " to " + lastIndex());
        cutFrom(index);
        terms.add(index, entry.term());
        sizes.add(entry.encodedBytes());
        recent.add(entry);
        bytes += cost(entry);
        if (bytes > maxBytes) {
            letGo();
        }
    }

    /** A quarter at once, so that few moves are made; the newest entry stays whatever its size. */
    private void letGo() {
        int gone = 0;
        while (bytes > maxBytes - maxBytes / 4 && gone < recent.size() - 1) {
            bytes -= cost(recent.get(gone++));
        }
        recent.subList(0, gone).clear();
    }

    /** Nothing is left from this index on. */
    public void cutFrom(long index) {
        int gone = (int) (lastIndex() - index + 1);
        if (gone <= 0) {
            return;
        }
        List<Entry> cut = recent.subList(Math.max(0, recent.size() - gone), recent.size());
        cut.forEach(entry -> bytes -= cost(entry));
        cut.clear();
        terms.cutFrom(index);
        sizes.cutTo((int) (index - first));
    }

    /** Forgets the entries up to this index, which is one of them. */
    public void dropUpTo(long index) {
        int gone = (int) (index - firstInMemory() + 1);
        if (gone > 0) {
            List<Entry> dropped = recent.subList(0, gone);
            dropped.forEach(entry -> bytes -= cost(entry));
            dropped.clear();
        }
        sizes.dropFirst((int) (index - first + 1));
        terms.dropBefore(index + 1);
        first = index + 1;
    }

    /** Forgets all of them; the next one follows index {@code after}. */
    public void restartAfter(long after) {
        cutFrom(first);
        first = after + 1;
    }

    /** Entries of [low, high), at least one, then as many as fit {@code maxEncodedBytes}. */
    public List<Entry> entries(long low, long high, long maxEncodedBytes) {
        long end = low + 1;
        long size = encodedBytes(low);
        while (end < high && size + encodedBytes(end) <= maxEncodedBytes) {
            size += encodedBytes(end++);
        }
        long inMemory = firstInMemory();
        if (low >= inMemory) {
            return new ArrayList<>(recent.subList((int) (low - inMemory), (int) (end - inMemory)));
        }
        List<Entry> found = readStored(low, Math.min(end, inMemory));
        if (end > inMemory) {
            found.addAll(recent.subList(0, (int) (end - inMemory)));
        }
        return found;
    }

    private List<Entry> readStored(long low, long high) {
        List<Entry> read = new ArrayList<>(stored.read(low, high));
        Invariant.check(read.size() == high - low, () -> "not all entries of [" + low + ", " + high + ") were read");
        for (int i = 0; i < read.size(); i++) {
            Entry entry = read.get(i);
            long index = low + i;
            Invariant.check(
                    entry.index() == index && entry.term() == term(index),
                    () -> "entry " + index + " of term " + term(index) + " was read as entry " + entry.index()
                            + " of term " + entry.term());
        }
        return read;
    }

    /** All of them. */
    public List<Entry> all() {
        return isEmpty() ? List.of() : entries(first, lastIndex() + 1, Long.MAX_VALUE);
    }

    /** The configuration changes behind this index; goes through the entries without having them all in memory. */
    public List<Entry> changesAfter(long index) {
        List<Entry> changes = new ArrayList<>();
        walk(Math.max(first, index + 1), entry -> {
            if (entry.type() != EntryType.NORMAL) {
                changes.add(entry);
            }
        });
        return changes;
    }

    private void walk(long from, Consumer<Entry> visitor) {
        long next = from;
        while (next <= lastIndex()) {
            List<Entry> some = entries(next, lastIndex() + 1, WALK_BYTES);
            some.forEach(visitor);
            next += some.size();
        }
    }

    private static long cost(Entry entry) {
        return entry.data().length + OVERHEAD_BYTES;
    }
}
