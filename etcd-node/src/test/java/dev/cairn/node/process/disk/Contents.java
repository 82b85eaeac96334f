// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** One file since it was last synced: its durable size, and of each sector written since then what is durable there. */
final class Contents {
    static final int SECTOR_BYTES = 512;
    private static final byte[] ZEROS = new byte[SECTOR_BYTES];

    private final TreeMap<Long, byte[]> sectors = new TreeMap<>();
    private final long sizeBytes;

    Contents(long sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    void changed(JournalRecord.Changed change) {
        for (long at = 0; at < change.length(); at += SECTOR_BYTES) {
            byte[] old = change.old() == null || at >= change.old().length
                    ? ZEROS
                    : Arrays.copyOf(
                            Arrays.copyOfRange(
                                    change.old(), (int) at, (int) Math.min(change.old().length, at + SECTOR_BYTES)),
                            SECTOR_BYTES);
            sectors.putIfAbsent((change.offset() + at) / SECTOR_BYTES, old);
        }
    }

    /** Takes all, nothing, or any sectors of what was not synced; the size is the old one, the new one, or between. */
    int cut(Path path, RandomGenerator random) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long now = file.length();
            switch (random.nextInt(5)) {
                case 0 -> {
                    return 0;
                }
                case 1, 2 -> {
                    sectors.entrySet().forEach(sector -> restore(file, now, sector));
                    file.setLength(sizeBytes);
                    return sectors.size();
                }
                default -> {
                    int lost = 0;
                    for (Map.Entry<Long, byte[]> sector : sectors.entrySet()) {
                        if (random.nextBoolean()) {
                            restore(file, now, sector);
                            lost++;
                        }
                    }
                    file.setLength(size(now, random));
                    return lost;
                }
            }
        }
    }

    private long size(long now, RandomGenerator random) {
        long least = Math.min(now, sizeBytes);
        long most = Math.max(now, sizeBytes);
        return switch (random.nextInt(3)) {
            case 0 -> now;
            case 1 -> sizeBytes;
            default -> least == most ? least : random.nextLong(least, most);
        };
    }

    /** Zeros behind the end come by themselves when the file gets its length. */
    private static void restore(RandomAccessFile file, long sizeNow, Map.Entry<Long, byte[]> sector) {
        long offset = sector.getKey() * SECTOR_BYTES;
        try {
            if (sector.getValue() != ZEROS || offset < sizeNow) {
                file.seek(offset);
                file.write(sector.getValue());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
