// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal.record;

/**
 * The eight bytes before each record, little-endian: its length in the low 56 bits; the top byte, when the record is
 * followed by 1 to 7 zero bytes that make the next frame start at a multiple of 8, is {@code 0x80 | padding}.
 */
public final class Frame {
    public static final int WORD_BYTES = 8;

    private Frame() {}

    public static int paddingBytes(long recordBytes) {
        return (int) (-recordBytes & 7);
    }

    static long word(int recordBytes) {
        int padding = paddingBytes(recordBytes);
        return padding == 0 ? recordBytes : recordBytes | (0x80L | padding) << 56;
    }

    /** The record's length, or -1 if nobody writes such a word. */
    public static long recordBytes(long word) {
        long length = word & 0x00FF_FFFF_FFFF_FFFFL;
        int top = (int) (word >>> 56);
        int padding = paddingBytes(length);
        boolean proper = length > 0 && top == (padding == 0 ? 0 : 0x80 | padding);
        return proper ? length : -1;
    }
}
