// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import dev.cairn.node.disk.Disk;
import dev.cairn.node.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code newest} beside the segments, which names the last one that was started. Without its last segment a log
 * would pass for a shorter one, and acknowledged entries would be gone without a word. etcd has no such file and passes
 * over it; a log without it is taken as it is.
 */
final class NewestSegment {
    private static final Logger LOG = LoggerFactory.getLogger(NewestSegment.class);
    private static final String FILE = "newest";

    private NewestSegment() {}

    /** Durable on return; written once the segment itself is, so that it never names one that a power cut took. */
    static void write(WalDirectory directory, SegmentName segment) throws IOException {
        Disk disk = directory.disk();
        Path part = directory.path().resolve(FILE + ".tmp");
        disk.delete(part);
        try (DiskFile file = disk.create(part)) {
            file.write(ByteBuffer.wrap(encode(segment)), 0);
            file.fsyncData();
        }
        disk.rename(part, directory.path().resolve(FILE));
        disk.fsyncDirectory(directory.path());
    }

    /** Throws where the log ends before the segment that was once its last; false if nothing says which that was. */
    static boolean check(WalDirectory directory, SegmentName last) throws IOException {
        Path path = directory.path().resolve(FILE);
        if (!directory.disk().exists(path)) {
            return false;
        }
        SegmentName newest = read(directory.disk(), path);
        if (newest == null) {
            LOG.warn("{} cannot be read; it is passed over and written again", path);
            return false;
        }
        if (Long.compareUnsigned(last.sequence(), newest.sequence()) < 0) {
            throw new WalException("write-ahead log " + directory.path() + ": its last segment "
                    + newest.fileName() + ", which " + path + " names, is missing; put it back, or "
                    + WalDirectory.REPLACE_MEMBER);
        }
        return newest.equals(last);
    }

    private static SegmentName read(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.openForReading(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.sizeBytes(), 1024));
            file.read(bytes, 0);
            String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
            SegmentName segment = SegmentName.parse(text.split(" ", 2)[0]);
            return segment != null && Arrays.equals(bytes.array(), encode(segment)) ? segment : null;
        }
    }

    private static byte[] encode(SegmentName segment) {
        byte[] name = segment.fileName().getBytes(StandardCharsets.ISO_8859_1);
        CRC32C crc = new CRC32C();
        crc.update(name);
        return String.format("%s %08x\n", segment.fileName(), crc.getValue()).getBytes(StandardCharsets.ISO_8859_1);
    }
}
