// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

/** What a record holds; ordinal + 1 is the number on disk. */
enum RecordType {
    METADATA,
    ENTRY,
    STATE,
    /** Head of a segment: the running checksum at the end of the one before. */
    CRC,
    SNAPSHOT;

    private static final RecordType[] BY_NUMBER = values();

    int number() {
        return ordinal() + 1;
    }

    /** Null for a number that no version of etcd writes. */
    static RecordType of(long number) {
        return number < 1 || number > BY_NUMBER.length ? null : BY_NUMBER[(int) number - 1];
    }
}
