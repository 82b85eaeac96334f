// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage.rocksdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The records of a manifest, in the format of RocksDB's logs: blocks of 32 KiB, in them records of a masked CRC-32C, a
 * length, a type and the payload. RocksDB reads zeros and a length that reaches beyond the file as the end; that is right
 * for the last write before a power cut only, and where whole records follow it, what is passed over was once safe.
 */
final class ManifestRecords {
    private static final int BLOCK_BYTES = 32 << 10;
    private static final int HEADER_BYTES = 7;
    private static final int LAST_TYPE = 4;

    private final ByteBuffer bytes;

    private ManifestRecords(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What is wrong, or null. */
    static String fault(byte[] manifest) {
        ManifestRecords records = new ManifestRecords(manifest);
        int end = records.end();
        return records.recordFollows(end) ? "it is damaged at offset " + end : null;
    }

    /** Whether something follows the last record that is none, as a power cut leaves it. */
    static boolean isTorn(byte[] manifest) {
        return new ManifestRecords(manifest).end() < manifest.length;
    }

    /** Where the records end that follow each other from the start. */
    private int end() {
        int at = 0;
        while (at < bytes.limit()) {
            int left = BLOCK_BYTES - at % BLOCK_BYTES;
            if (left < HEADER_BYTES) {
                at += left;
            } else if (isRecord(at)) {
                at += HEADER_BYTES + lengthAt(at);
            } else {
                return at;
            }
        }
        return bytes.limit();
    }

    private boolean recordFollows(int end) {
        for (int at = end + 1; at < bytes.limit(); at++) {
            if (isRecord(at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRecord(int at) {
        int blockEnd = Math.min(bytes.limit(), at - at % BLOCK_BYTES + BLOCK_BYTES);
        if (at + HEADER_BYTES > blockEnd) {
            return false;
        }
        int type = bytes.get(at + 6);
        int end = at + HEADER_BYTES + lengthAt(at);
        if (type < 1 || type > LAST_TYPE || end > blockEnd) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), at + 6, end - at - 6);
        int plain = (int) crc.getValue();
        return bytes.getInt(at) == ((plain >>> 15) | (plain << 17)) + 0xa282ead8;
    }

    private int lengthAt(int at) {
        return Short.toUnsignedInt(bytes.getShort(at + 4));
    }
}
