// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.confchange;

import java.util.Arrays;

/** Writes protobuf's two wire types that configuration changes use: varint and length-delimited. */
final class WireWriter {
    private static final int LENGTH_DELIMITED = 2;

    private byte[] buffer = new byte[64];
    private int length;

    WireWriter number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    WireWriter bytes(int field, byte[] value) {
        varint((long) field << 3 | LENGTH_DELIMITED);
        varint(value.length);
        room(value.length);
        System.arraycopy(value, 0, buffer, length, value.length);
        length += value.length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    private void varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[length++] = (byte) rest;
    }

    private void room(int bytes) {
        if (buffer.length - length < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + bytes));
        }
    }
}
