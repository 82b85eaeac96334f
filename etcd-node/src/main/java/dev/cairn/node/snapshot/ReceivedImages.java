// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.snapshot;

import dev.cairn.node.disk.Disk;
import dev.cairn.node.disk.DiskFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Store images that a leader sent, each in {@code <index>.snap.db} until it is installed. A file with that name is
 * complete and durable; what was interrupted is called {@code tmp…} and goes away at the next start. Beside each lies its
 * checksum, {@code <index>.snap.sum}: an image's own pages have none.
 */
public final class ReceivedImages {
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})\\.snap\\.(?:db|sum)");
    private static final int CHUNK_BYTES = 1 << 20;
    /** What piles up in memory until a sync keeps the disk from everybody else for as long as it takes to write it. */
    private static final int SYNC_BYTES = 4 << 20;

    private final Disk disk;
    private final Path directory;

    public ReceivedImages(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Reads the image to its end; blocks. Returns its size in bytes. */
    public long save(long index, InputStream image) throws IOException {
        Path temporary = directory.resolve("tmp-" + fileName(index));
        disk.delete(temporary);
        long size = 0;
        CRC32C crc = new CRC32C();
        try (DiskFile file = disk.create(temporary)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = image.readNBytes(chunk, 0, CHUNK_BYTES);
                    read > 0;
                    read = image.readNBytes(chunk, 0, CHUNK_BYTES)) {
                file.write(ByteBuffer.wrap(chunk, 0, read), size);
                crc.update(chunk, 0, read);
                size += read;
                if (size % SYNC_BYTES < read) {
                    file.fsyncData();
                }
            }
            file.fsyncData();
        } catch (IOException e) {
            disk.delete(temporary);
            throw e;
        }
        saveSum(index, sum(size, crc));
        disk.rename(temporary, path(index));
        disk.fsyncDirectory(directory);
        return size;
    }

    private void saveSum(long index, byte[] sum) throws IOException {
        Path temporary = directory.resolve("tmp-" + sumName(index));
        disk.delete(temporary);
        try (DiskFile file = disk.create(temporary)) {
            file.write(ByteBuffer.wrap(sum), 0);
            file.fsyncData();
        }
        disk.rename(temporary, directory.resolve(sumName(index)));
    }

    private static byte[] sum(long sizeBytes, CRC32C crc) {
        return String.format("%d %08x\n", sizeBytes, crc.getValue()).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the image is as it came; reads all of it. True where nobody wrote a checksum. */
    public boolean isWhole(long index) throws IOException {
        Path sumPath = directory.resolve(sumName(index));
        if (!disk.exists(sumPath)) {
            return true;
        }
        ByteBuffer expected = ByteBuffer.allocate(64);
        try (DiskFile file = disk.openForReading(sumPath)) {
            file.read(expected, 0);
        }
        CRC32C crc = new CRC32C();
        long size = 0;
        try (DiskFile file = disk.openForReading(path(index))) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = file.read(ByteBuffer.wrap(chunk), size);
                    read > 0;
                    read = file.read(ByteBuffer.wrap(chunk), size)) {
                crc.update(chunk, 0, read);
                size += read;
            }
        }
        return expected.flip().equals(ByteBuffer.wrap(sum(size, crc)));
    }

    /** Where the image of this index is once it is complete. */
    public Path path(long index) {
        return directory.resolve(fileName(index));
    }

    public Optional<Path> find(long index) {
        Path path = path(index);
        return disk.exists(path) ? Optional.of(path) : Optional.empty();
    }

    /** To be read. */
    public FileChannel open(long index) throws IOException {
        return disk.openChannel(path(index));
    }

    /** Deletes the images that are older than the index: they will not be installed any more. */
    public void releaseBelow(long index) throws IOException {
        for (String name : disk.list(directory)) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches() && Long.compareUnsigned(Long.parseUnsignedLong(matcher.group(1), 16), index) < 0) {
                disk.delete(directory.resolve(name));
            }
        }
    }

    /** At start: what was interrupted is of no use. */
    public void deleteInterrupted() throws IOException {
        for (String name : disk.list(directory)) {
            if (name.startsWith("tmp")) {
                disk.delete(directory.resolve(name));
            }
        }
    }

    private static String sumName(long index) {
        return String.format("%016x.snap.sum", index);
    }

    private static String fileName(long index) {
        return String.format("%016x.snap.db", index);
    }
}
