// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

/** One log record. {@code data} is empty for the entry that a new leader appends (Raft §8); it is never null or changed. */
public record Entry(EntryType type, long term, long index, byte[] data) {
    public static final byte[] NO_DATA = new byte[0];

    public static Entry normal(long term, long index, byte[] data) {
        return new Entry(EntryType.NORMAL, term, index, data);
    }

    /** The same entry at another place: the leader numbers what it was proposed. */
    public Entry at(long newTerm, long newIndex) {
        return new Entry(type, newTerm, newIndex, data);
    }

    public boolean isConfChange() {
        return type != EntryType.NORMAL;
    }

    /** Bytes this entry takes in etcd's encoding; limits on messages and batches count these. */
    public int encodedBytes() {
        int size = 1 + varintBytes(type.ordinal()) + 1 + varintBytes(term) + 1 + varintBytes(index);
        return data.length == 0 ? size : size + 1 + varintBytes(data.length) + data.length;
    }

    private static int varintBytes(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }
}
