// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal.record;

import java.util.zip.CRC32C;

/**
 * CRC-32C over all data of a log so far, as Go's {@code crc32.Update(crc, castagnoli, data)}. The JDK's class runs in
 * hardware but cannot start from a given value; it does not have to: for every value there are exactly four bytes that
 * have it as their checksum, so {@link #resumeAt} feeds it those.
 *
 * <p>An entry of 300 bytes costs 45 ns on one core, 6.7 GB/s (RollingCrcBenchmark).
 */
public final class RollingCrc {
    private static final int POLYNOMIAL = 0x82F63B78;
    private static final int[] TABLE = new int[256];
    /** For the top byte of a table entry, its index: they are all different. */
    private static final int[] INDEX_BY_TOP_BYTE = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
            }
            TABLE[i] = crc;
            INDEX_BY_TOP_BYTE[crc >>> 24] = i;
        }
    }

    private final CRC32C crc = new CRC32C();
    private final byte[] seed = new byte[4];

    public void resumeAt(int value) {
        crc.reset();
        if (value == 0) {
            return;
        }
        int state = ~value;
        for (int i = 0; i < 4; i++) {
            int index = INDEX_BY_TOP_BYTE[state >>> 24];
            state = (state ^ TABLE[index]) << 8 | index;
        }
        int prefix = ~state;
        for (int i = 0; i < 4; i++) {
            seed[i] = (byte) (prefix >>> (8 * i));
        }
        crc.update(seed, 0, 4);
    }

    public void update(byte[] bytes, int offset, int length) {
        crc.update(bytes, offset, length);
    }

    public int value() {
        return (int) crc.getValue();
    }
}
