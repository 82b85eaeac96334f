// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal.record;

/** What a record holds; ordinal + 1 is the number on disk. */
public enum RecordType {
    METADATA,
    ENTRY,
    STATE,
    /** Head of a segment: the running checksum at the end of the one before. */
    CRC,
    SNAPSHOT;

    private static final RecordType[] BY_NUMBER = values();

    public int number() {
        return ordinal() + 1;
    }

    /** Null for a number that no version of etcd writes. */
    public static RecordType of(long number) {
        return number < 1 || number > BY_NUMBER.length ? null : BY_NUMBER[(int) number - 1];
    }
}
