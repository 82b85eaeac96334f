// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import dev.cairn.node.disk.Disk;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.log.StoredEntries;
import dev.cairn.node.wal.record.RecordBuffer;
import dev.cairn.node.wal.record.RecordType;
import dev.cairn.node.wal.record.RollingCrc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The raft log on disk, byte for byte as etcd writes it, so that etcd can go on where we stop and the other way round.
 * {@link #append} collects, {@link #sync} makes durable: one write and one fsync for whatever came together. Owned by
 * one thread. Every failure of the disk is a {@link WalException} and final.
 *
 * <p>Recovery tells three things apart: a torn tail is cut off (a copy stays as {@code .broken}), bit rot and missing
 * segments are refused with the file, the offset and the remedy.
 */
public final class WriteAheadLog implements AutoCloseable {
    /** Encoded records are written out early above this, to bound memory between syncs. */
    private static final int WRITE_EARLY_BYTES = 8 << 20;

    private final WalDirectory directory;
    private final byte[] metadata;
    private final RollingCrc crc;
    private final RecordBuffer buffer;
    private final Segments segments;
    private final EntryReader reader;
    private final EntryPositions positions;
    private HardState writtenState;
    private HardState pendingState;
    private long lastIndex;
    private long newestSnapshotIndex;
    private boolean unsynced;
    private boolean failed;

    WriteAheadLog(
            WalDirectory directory,
            byte[] metadata,
            RollingCrc crc,
            Segments segments,
            EntryReader reader,
            HardState state) {
        this.directory = directory;
        this.metadata = metadata;
        this.crc = crc;
        this.buffer = new RecordBuffer(crc);
        this.segments = segments;
        this.reader = reader;
        this.positions = reader.positions();
        this.writtenState = state;
        this.pendingState = state;
    }

    /** A new, empty log, see below. */
    public static WriteAheadLog create(Disk disk, Path directory, WalMetadata metadata) {
        return create(WalDirectory.of(disk, directory), metadata);
    }

    public static WriteAheadLog create(WalDirectory directory, WalMetadata metadata) {
        return create(directory, metadata, HardState.EMPTY, List.of());
    }

    /** A new log, durable on return; its directory appears with these first entries in it or not at all. */
    public static WriteAheadLog create(
            WalDirectory directory, WalMetadata metadata, HardState state, List<Entry> entries) {
        return LogOpening.create(directory, metadata, state, entries);
    }

    /** Opens the log for appending and reads what follows the snapshot, whose record must be in it. */
    public static ReplayedLog open(Disk disk, Path directory, WalSnapshot from) {
        return open(WalDirectory.of(disk, directory), from);
    }

    public static ReplayedLog open(WalDirectory directory, WalSnapshot from) {
        return open(directory, from, Long.MAX_VALUE);
    }

    /** As above; entries are kept in memory up to about {@code memoryBytes}, the last ones, others read when needed. */
    public static ReplayedLog open(WalDirectory directory, WalSnapshot from, long memoryBytes) {
        return LogOpening.open(directory, from, memoryBytes);
    }

    /** All points from which the log can be opened, in file order: those that were committed; at least one. */
    public static List<WalSnapshot> validSnapshots(Disk disk, Path directory) {
        return LogOpening.validSnapshots(WalDirectory.of(disk, directory));
    }

    public static boolean exists(Disk disk, Path directory) {
        try {
            return WalDirectory.of(disk, directory).hasLog();
        } catch (IOException e) {
            throw new WalException("write-ahead log " + directory, e);
        }
    }

    /**
     * The state is null when it did not change. Durable only after {@link #sync}, which is needed for entries and for a
     * new term or vote; a new commit index alone may wait for the next one.
     */
    public void append(HardState state, List<Entry> entries) {
        checkUsable();
        for (Entry entry : entries) {
            require(entry.index() <= lastIndex + 1, "entry " + entry.index() + " after entry " + lastIndex);
            positions.add(entry.index(), segments.tailName(), segments.tailOffset() + buffer.sizeBytes(), crc.value());
            buffer.add(entry);
            lastIndex = entry.index();
            if (buffer.sizeBytes() > WRITE_EARLY_BYTES) {
                write();
            }
        }
        if (state != null && !state.isEmpty()) {
            require(mayFollow(state, pendingState), state + " after " + pendingState);
            pendingState = state;
        }
    }

    /** Terms and commit indexes never fall, and a vote holds for its term (Raft §5.2). */
    private static boolean mayFollow(HardState state, HardState before) {
        boolean sameTerm = state.term() == before.term();
        return Long.compareUnsigned(state.term(), before.term()) >= 0
                && state.commit() >= before.commit()
                && (!sameTerm || before.vote() == 0 || state.vote() == before.vote());
    }

    /** What recovery would refuse to read is not written in the first place. */
    private void require(boolean holds, String what) {
        if (!holds) {
            failed = true;
            throw new IllegalArgumentException("write-ahead log " + directory.path() + " cannot take " + what);
        }
    }

    /** Everything appended is durable when this returns. The last of several states is the one that is written. */
    public void sync() {
        checkUsable();
        if (!pendingState.equals(writtenState)) {
            buffer.add(pendingState);
            writtenState = pendingState;
        }
        writeAndSync();
        if (segments.tailOffset() >= directory.segmentSizeBytes()) {
            cut();
        }
    }

    /** From here on the log may be opened at this point; durable when this returns, and so is all before it. */
    public void saveSnapshot(WalSnapshot snapshot) {
        checkUsable();
        // Entries first, for themselves: TailDamage counts on nothing unsynced before a record that follows a hard
        // state. A hard state that waits goes behind the record: its commit index may be the snapshot's.
        writeAndSync();
        buffer.add(RecordType.SNAPSHOT, snapshot.encode());
        lastIndex = Math.max(lastIndex, snapshot.index());
        newestSnapshotIndex = Math.max(newestSnapshotIndex, snapshot.index());
        sync();
    }

    /** The highest index of a snapshot saved since the log was opened; 0 for none. */
    public long newestSnapshotIndex() {
        return newestSnapshotIndex;
    }

    /**
     * Deletes the segments that hold nothing after the index. As etcd keeps them: the last segment that starts below
     * the index stays, with all that follow.
     */
    public void release(long index) {
        checkUsable();
        positions.dropUpTo(index);
        attempt("delete old segments", () -> segments.release(index));
    }

    /** Reads durable entries that were not released. For one thread at a time, which need not be the writer's. */
    public StoredEntries reader() {
        return reader;
    }

    /** Bytes in the current segment: for metrics and tests. */
    public long tailOffset() {
        return segments.tailOffset();
    }

    @Override
    public void close() {
        // the reader last: closing a file that is still written would unlock it
        try (reader;
                segments) {
            if (!failed) {
                sync();
            }
        } catch (IOException e) {
            throw new WalException("write-ahead log " + directory.path() + ": close", e);
        }
    }

    private void writeAndSync() {
        write();
        if (unsynced) {
            attempt("fsync", () -> segments.tail().fsyncData());
            unsynced = false;
        }
    }

    private void write() {
        if (buffer.sizeBytes() == 0) {
            return;
        }
        attempt("write", () -> segments.write(buffer.contents()));
        unsynced = true;
        buffer.clear();
    }

    /** Ends the segment and starts the next, which carries the checksum, the metadata and the hard state over. */
    private void cut() {
        buffer.addCrc();
        buffer.add(RecordType.METADATA, metadata);
        if (!writtenState.isEmpty()) {
            buffer.add(writtenState);
        }
        attempt("start a segment", () -> segments.cut(lastIndex + 1, buffer.contents()));
        positions.tailIs(segments.tailName());
        buffer.clear();
    }

    void startAt(long index) {
        lastIndex = index;
    }

    private interface Io {
        void run() throws IOException;
    }

    private void attempt(String what, Io io) {
        try {
            io.run();
        } catch (IOException e) {
            failed = true;
            throw new WalException("write-ahead log " + segments.tailPath() + ": " + what, e);
        } catch (RuntimeException | Error e) {
            failed = true;
            throw e;
        }
    }

    private void checkUsable() {
        if (failed) {
            throw new WalException("write-ahead log " + directory.path()
                    + " failed before: restart the member, it recovers by itself");
        }
    }
}
