// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** A file's sectors, those in the page cache and those on the platter; a sector's array is never changed once stored. */
public final class SimFile {
    /** How many unsynced sectors a power cut kept and lost. */
    public record Survival(int kept, int lost) {}

    static final int SECTOR_BYTES = 512;
    private static final byte[] ZEROS = new byte[SECTOR_BYTES];

    private final TreeMap<Long, byte[]> cached = new TreeMap<>();
    private final TreeMap<Long, byte[]> durable = new TreeMap<>();
    private final TreeSet<Long> dirty = new TreeSet<>();
    private long size;
    private long durableSize;
    /** The smallest size since the last fsync: what was durable above it is gone. */
    private long cutTo = Long.MAX_VALUE;

    private boolean locked;

    long size() {
        return size;
    }

    /** Holes take no room. */
    long usedBytes() {
        return (long) cached.size() * SECTOR_BYTES;
    }

    boolean lock() {
        boolean free = !locked;
        locked = true;
        return free;
    }

    void unlock() {
        locked = false;
    }

    /** Sectors that these bytes would newly take. */
    long newBytes(long offset, int length) {
        long more = 0;
        for (long sector = offset / SECTOR_BYTES; sector * SECTOR_BYTES < offset + length; sector++) {
            more += cached.containsKey(sector) ? 0 : SECTOR_BYTES;
        }
        return more;
    }

    void write(long offset, byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            long sector = (offset + done) / SECTOR_BYTES;
            int at = (int) ((offset + done) % SECTOR_BYTES);
            int count = Math.min(SECTOR_BYTES - at, bytes.length - done);
            byte[] changed = cached.getOrDefault(sector, ZEROS).clone();
            System.arraycopy(bytes, done, changed, at, count);
            cached.put(sector, changed);
            dirty.add(sector);
            done += count;
        }
        size = Math.max(size, offset + bytes.length);
    }

    int read(long offset, byte[] into, int limit) {
        int count = (int) Math.max(0, Math.min(limit, size - offset));
        int done = 0;
        while (done < count) {
            long sector = (offset + done) / SECTOR_BYTES;
            int at = (int) ((offset + done) % SECTOR_BYTES);
            int part = Math.min(SECTOR_BYTES - at, count - done);
            System.arraycopy(cached.getOrDefault(sector, ZEROS), at, into, done, part);
            done += part;
        }
        return count;
    }

    void resize(long newSize) {
        if (newSize < size) {
            cutTo = Math.min(cutTo, newSize);
            long lastSector = newSize / SECTOR_BYTES;
            cached.tailMap(lastSector, false).clear();
            dirty.tailSet(lastSector, false).clear();
            byte[] last = cached.get(lastSector);
            if (last != null) {
                byte[] cut = new byte[SECTOR_BYTES];
                System.arraycopy(last, 0, cut, 0, (int) (newSize % SECTOR_BYTES));
                cached.put(lastSector, cut);
                dirty.add(lastSector);
            }
        }
        size = newSize;
    }

    void makeDurable() {
        if (cutTo != Long.MAX_VALUE) {
            durable.tailMap(cutTo / SECTOR_BYTES, true).clear();
            durable.putAll(cached.tailMap(cutTo / SECTOR_BYTES, true));
            cutTo = Long.MAX_VALUE;
        }
        for (long sector : dirty) {
            durable.put(sector, cached.get(sector));
        }
        durableSize = size;
        dirty.clear();
    }

    /** The failed fsync's bytes are in the page cache still, and will never reach the disk. */
    void loseDirty() {
        dirty.clear();
    }

    Survival restart(RandomGenerator random) {
        int kept = 0;
        for (long sector : dirty) {
            if (random.nextBoolean()) {
                durable.put(sector, cached.get(sector));
                kept++;
            }
        }
        int lost = dirty.size() - kept;
        long survivingSize = random.nextBoolean() ? size : durableSize;
        long highest = durable.isEmpty() ? 0 : durable.lastKey() * SECTOR_BYTES;
        size = Math.max(survivingSize, Math.min(Math.max(size, durableSize), highest));
        dirty.clear();
        cached.clear();
        cached.putAll(durable);
        cutTo = 0;
        long survivor = size;
        size = Long.MAX_VALUE;
        resize(survivor);
        locked = false;
        makeDurable();
        return new Survival(kept, lost);
    }

    void corrupt(long offset, int mask) {
        byte[] changed = cached.getOrDefault(offset / SECTOR_BYTES, ZEROS).clone();
        changed[(int) (offset % SECTOR_BYTES)] ^= (byte) mask;
        cached.put(offset / SECTOR_BYTES, changed);
        durable.put(offset / SECTOR_BYTES, changed);
    }

    byte[] contents() {
        byte[] all = new byte[Math.toIntExact(size)];
        read(0, all, all.length);
        return all;
    }
}
