// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.wal.record.Frame;
import dev.cairn.node.wal.record.Record;
import dev.cairn.node.wal.record.RecordType;
import dev.cairn.node.wal.record.RollingCrc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tells a write that a power cut tore, which was never acknowledged and may be cut off, from bytes that were once safe
 * and rotted, which may not. Only the last segment can be torn, and only in what was written since the last sync.
 *
 * <p>The evidence: a disk writes sectors whole, so in a torn write each lost sector reads as zeros to its end. etcd
 * looks for zeros in the damaged record only; here the surroundings are heard too, because a flipped bit in a length
 * word would otherwise pass for the end of the log and take everything behind it along. What stays undecidable is one
 * case, and is taken for torn: whole sectors of zeros within the last two syncs.
 */
final class TailDamage {
    private static final int SECTOR_BYTES = 512;

    private final byte[] bytes;
    private final long offset;
    private final RollingCrc crc = new RollingCrc();

    private TailDamage(byte[] bytes, long offset) {
        this.bytes = bytes;
        this.offset = offset;
    }

    /** What rotted at the offset, or null if the file was torn there; {@code crcBefore} is the checksum up to it. */
    static String findRot(DiskFile file, long offset, int crcBefore) throws IOException {
        byte[] rest = new byte[Math.toIntExact(file.sizeBytes() - offset)];
        file.read(ByteBuffer.wrap(rest), offset);
        TailDamage damage = new TailDamage(rest, offset);
        String rot = damage.findRotAtStart(crcBefore);
        if (rot == null && damage.laterSyncsFollow()) {
            rot = "a record is damaged, yet records that were synced after it are whole";
        }
        return rot;
    }

    private String findRotAtStart(int crcBefore) {
        if (bytes.length < Frame.WORD_BYTES) {
            return null;
        }
        long word = wordAt(0);
        boolean lastWordOfSector = sectorEnd(0) == Frame.WORD_BYTES;
        if (recordIsWhole(crcBefore)) {
            return word == 0 && lastWordOfSector ? null : "the length of a record is damaged";
        }
        if (word == 0) {
            return isZero(0, sectorEnd(0)) ? null : "the length of a record reads zero";
        }
        long recordBytes = Frame.recordBytes(word);
        if (recordBytes < 0) {
            return isZero(Frame.WORD_BYTES, sectorEnd(0)) ? null : "the length of a record is impossible";
        }
        if (recordBytes > bytes.length - Frame.WORD_BYTES) {
            return null;
        }
        int end = Frame.WORD_BYTES + (int) recordBytes;
        if (isZero(Frame.WORD_BYTES, end)) {
            return null;
        }
        for (int sector = sectorEnd(0); sector < end; sector = sectorEnd(sector)) {
            if (isZero(sector, sectorEnd(sector))) {
                return null;
            }
        }
        return "the checksum of a record does not match";
    }

    /** Whether a record that continues the checksum starts here, whatever its frame says of its length. */
    private boolean recordIsWhole(int crcBefore) {
        int length = Record.selfDescribedLength(bytes, Frame.WORD_BYTES, bytes.length);
        Record record = length == 0 ? null : Record.parse(bytes, Frame.WORD_BYTES, length);
        if (record == null) {
            return false;
        }
        crc.resumeAt(crcBefore);
        return continues(record);
    }

    /**
     * Proof that the damage was synced: behind it lie an entry, a hard state and one more record, in a chain of matching
     * checksums. A save is entries, then at most one hard state; the record after that belongs to a later save, and a
     * save with entries is synced before the next begins.
     */
    private boolean laterSyncsFollow() {
        for (int at = Frame.WORD_BYTES; at + Frame.WORD_BYTES < bytes.length; at += 8) {
            Record record = recordAt(at);
            if (record != null && chainSpansSyncs(record, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean chainSpansSyncs(Record first, int firstAt) {
        boolean entry = false;
        boolean stateAfterEntry = false;
        crc.resumeAt(first.crc());
        int at = firstAt;
        for (Record record = first; record != null; record = recordAt(at)) {
            if (at != firstAt && !continues(record)) {
                return false;
            }
            if (stateAfterEntry) {
                return true;
            }
            entry |= record.type() == RecordType.ENTRY;
            stateAfterEntry = entry && record.type() == RecordType.STATE;
            at = nextAt(at);
        }
        return false;
    }

    private boolean continues(Record record) {
        crc.update(record.buffer(), record.dataOffset(), record.dataLength());
        return crc.value() == record.crc();
    }

    private int nextAt(int at) {
        long recordBytes = Frame.recordBytes(wordAt(at));
        return (int) (at + Frame.WORD_BYTES + recordBytes + Frame.paddingBytes(recordBytes));
    }

    private Record recordAt(int at) {
        if (at + Frame.WORD_BYTES > bytes.length) {
            return null;
        }
        long recordBytes = Frame.recordBytes(wordAt(at));
        if (recordBytes < 0 || recordBytes > bytes.length - at - Frame.WORD_BYTES) {
            return null;
        }
        Record record = Record.parse(bytes, at + Frame.WORD_BYTES, (int) recordBytes);
        return record == null || record.type() == null ? null : record;
    }

    private long wordAt(int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
    }

    /** The end of the sector in which this byte lies, or of the file. */
    private int sectorEnd(int at) {
        long intoSector = (offset + at) % SECTOR_BYTES;
        return (int) Math.min(bytes.length, at + SECTOR_BYTES - intoSector);
    }

    private boolean isZero(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
