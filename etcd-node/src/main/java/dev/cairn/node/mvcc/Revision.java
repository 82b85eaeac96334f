// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * When a change happened: {@code main} counts the transactions that changed something, {@code sub} the changes inside
 * one, from 0. Its encoding is etcd's record key: main, an underscore and sub, big-endian, so that byte order is order of
 * time; a tombstone's key has a {@code t} behind.
 */
public record Revision(long main, long sub) implements Comparable<Revision> {
    /** Bytes of the record key of a put. */
    public static final int KEY_BYTES = 17;

    private static final byte SEPARATOR = '_';
    private static final byte TOMBSTONE = 't';

    /** The key under which a put of this revision is stored. */
    public byte[] putKey() {
        return encode(new byte[KEY_BYTES]);
    }

    /** The key under which a deletion of this revision is stored. */
    public byte[] tombstoneKey() {
        byte[] key = encode(new byte[KEY_BYTES + 1]);
        key[KEY_BYTES] = TOMBSTONE;
        return key;
    }

    private byte[] encode(byte[] into) {
        ByteBuffer.wrap(into)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(main)
                .put(SEPARATOR)
                .putLong(sub);
        return into;
    }

    /** Reads a record key of either kind. */
    public static Revision parse(byte[] key) {
        boolean wellFormed = (key.length == KEY_BYTES || key.length == KEY_BYTES + 1 && key[KEY_BYTES] == TOMBSTONE)
                && key[8] == SEPARATOR;
        if (!wellFormed) {
            throw new IllegalArgumentException(
                    "not a revision key: " + java.util.HexFormat.of().formatHex(key));
        }
        ByteBuffer buffer = ByteBuffer.wrap(key).order(ByteOrder.BIG_ENDIAN);
        return new Revision(buffer.getLong(0), buffer.getLong(9));
    }

    /** Whether a record key is a tombstone's. */
    public static boolean isTombstone(byte[] key) {
        return key.length == KEY_BYTES + 1;
    }

    @Override
    public int compareTo(Revision other) {
        int byMain = Long.compare(main, other.main);
        return byMain != 0 ? byMain : Long.compare(sub, other.sub);
    }

    @Override
    public String toString() {
        return main + "." + sub;
    }
}
