// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.confchange;

import java.util.Arrays;

/** Reads protobuf fields one after the other; unknown ones are skipped, damaged ones named. */
final class WireReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final byte[] data;
    private int position;
    private int field;
    private int wireType;

    WireReader(byte[] data) {
        this.data = data;
    }

    /** Goes to the next field; false at the end. */
    boolean next() throws ConfChangeException {
        if (position == data.length) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        return true;
    }

    int field() {
        return field;
    }

    long number() throws ConfChangeException {
        expect(VARINT);
        return varint();
    }

    byte[] bytes() throws ConfChangeException {
        expect(LENGTH_DELIMITED);
        int start = skipBytes(varint());
        return Arrays.copyOfRange(data, start, position);
    }

    void skip() throws ConfChangeException {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> skipBytes(8);
            case LENGTH_DELIMITED -> skipBytes(varint());
            case FIXED32 -> skipBytes(4);
            default -> throw damaged("wire type " + wireType);
        }
    }

    private int skipBytes(long count) throws ConfChangeException {
        if (count < 0 || count > data.length - position) {
            throw damaged("field " + field + " is longer than the data");
        }
        int start = position;
        position += (int) count;
        return start;
    }

    private void expect(int type) throws ConfChangeException {
        if (wireType != type) {
            throw damaged("field " + field + " has wire type " + wireType);
        }
    }

    private long varint() throws ConfChangeException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (position == data.length) {
                throw damaged("it ends within a number");
            }
            byte next = data[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged("a number is too long");
    }

    private ConfChangeException damaged(String what) {
        return new ConfChangeException("configuration change cannot be read at byte " + position + ": " + what);
    }
}
