// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import dev.cairn.node.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The segment files of an open log: the last one is written, the ones before it wait to be released. */
final class Segments implements AutoCloseable {
    private final WalDirectory directory;
    private final Deque<SegmentName> names;
    private DiskFile tail;
    private long tailOffset;

    Segments(WalDirectory directory, List<SegmentName> names, DiskFile tail, long tailOffset) {
        this.directory = directory;
        this.names = new ArrayDeque<>(names);
        this.tail = tail;
        this.tailOffset = tailOffset;
    }

    DiskFile tail() {
        return tail;
    }

    long tailOffset() {
        return tailOffset;
    }

    SegmentName tailName() {
        return names.getLast();
    }

    Path tailPath() {
        return directory.file(names.getLast());
    }

    void write(ByteBuffer records) throws IOException {
        int count = records.remaining();
        tail.write(records, tailOffset);
        tailOffset += count;
    }

    /** The new segment gets its name only when its head is durable, so that a segment never lacks its head. */
    void cut(long firstIndex, ByteBuffer head) throws IOException {
        tail.resize(tailOffset);
        tail.fsyncData();
        SegmentName name = names.getLast().next(firstIndex);
        Path temporary = directory.path().resolve((name.sequence() & 1) + ".tmp");
        directory.disk().delete(temporary);
        DiskFile next = startSegment(directory, temporary, head.duplicate());
        directory.disk().rename(temporary, directory.file(name));
        directory.disk().fsyncDirectory(directory.path());
        NewestSegment.write(directory, name);
        tail.close();
        tail = next;
        tailOffset = head.remaining();
        names.addLast(name);
    }

    /**
     * Room for a whole segment is set aside at once, as a hole: writes then do not change the file's size, which makes
     * their fsync cheaper.
     */
    static DiskFile startSegment(WalDirectory directory, Path path, ByteBuffer head) throws IOException {
        DiskFile file = directory.disk().create(path);
        try {
            lock(file, path);
            file.resize(directory.segmentSizeBytes());
            file.write(head, 0);
            file.fsyncData();
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    static void lock(DiskFile file, Path path) throws IOException {
        if (!file.tryLock()) {
            throw new WalException("write-ahead log " + path + " is in use by another process");
        }
    }

    /** Oldest first: whatever happens meanwhile, what is left has no gap. */
    void release(long index) throws IOException {
        boolean deleted = false;
        while (names.size() > 1 && Long.compareUnsigned(second().firstIndex(), index) < 0) {
            directory.disk().delete(directory.file(names.removeFirst()));
            deleted = true;
        }
        if (deleted) {
            directory.disk().fsyncDirectory(directory.path());
        }
    }

    private SegmentName second() {
        var each = names.iterator();
        each.next();
        return each.next();
    }

    @Override
    public void close() throws IOException {
        tail.close();
    }
}
