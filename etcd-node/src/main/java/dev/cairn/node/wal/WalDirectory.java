// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import dev.cairn.node.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a log lies, and at what size a segment is full. Other files in the directory are passed over. */
public record WalDirectory(Disk disk, Path path, long segmentSizeBytes) {
    /** etcd's: 64 MB, not MiB. */
    public static final long DEFAULT_SEGMENT_SIZE_BYTES = 64_000_000;

    public static WalDirectory of(Disk disk, Path path) {
        return new WalDirectory(disk, path, DEFAULT_SEGMENT_SIZE_BYTES);
    }

    public boolean hasLog() throws IOException {
        return disk.exists(path) && !segments().isEmpty();
    }

    Path file(SegmentName segment) {
        return path.resolve(segment.fileName());
    }

    /** In sequence; a gap is an error that names the missing one. */
    List<SegmentName> segments() throws IOException {
        List<SegmentName> segments = new ArrayList<>();
        for (String name : disk.list(path)) {
            SegmentName segment = SegmentName.parse(name);
            if (segment == null) {
                continue;
            }
            if (!segments.isEmpty() && segment.sequence() != segments.getLast().sequence() + 1) {
                throw new WalException("write-ahead log " + path + ": the segment "
                        + String.format("%016x-*.wal", segments.getLast().sequence() + 1) + " between "
                        + segments.getLast().fileName() + " and " + name + " is missing; put it back, or "
                        + REPLACE_MEMBER);
            }
            segments.add(segment);
        }
        return segments;
    }

    List<SegmentName> existingSegments() throws IOException {
        return segmentsFrom(segments().isEmpty() ? 0 : segments().getFirst().firstIndex());
    }

    /** The segments in which everything after the index is. */
    List<SegmentName> segmentsFrom(long index) throws IOException {
        List<SegmentName> segments = segments();
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (Long.compareUnsigned(segments.get(i).firstIndex(), index) <= 0) {
                return segments.subList(i, segments.size());
            }
        }
        throw new WalException("write-ahead log " + path + ": no segment reaches back to index " + index
                + (segments.isEmpty()
                        ? ", there is none at all"
                        : ", the first is " + segments.getFirst().fileName())
                + "; put the missing ones back, or " + REPLACE_MEMBER);
    }

    /** What an operator does with a member whose log cannot be trusted any more. */
    static final String REPLACE_MEMBER =
            "remove this member from the cluster, empty its data directory and add it again (the only member of its"
                    + " cluster: restore a backup)";
}
