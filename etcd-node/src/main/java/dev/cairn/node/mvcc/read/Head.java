// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import dev.cairn.node.mvcc.index.KeyEntry;

/** A live key's latest state. The record is read only when asked for, by the thread that got the head. */
public final class Head {
    private final KeyEntry entry;
    private final Records records;
    private byte[] record;

    /**
     * @param record the encoded KeyValue if it is at hand, else null
     */
    public Head(KeyEntry entry, Records records, byte[] record) {
        this.entry = entry;
        this.records = records;
        this.record = record;
    }

    /** Not to be changed. */
    public byte[] key() {
        return entry.key();
    }

    public long createRevision() {
        return entry.createRevision();
    }

    public long modRevision() {
        return entry.modRevision();
    }

    public long version() {
        return entry.version();
    }

    /** 0 for none. */
    public long leaseId() {
        return entry.lease();
    }

    /** The length of {@link #record}, known without reading it. */
    public int recordBytes() {
        return entry.recordBytes();
    }

    /** The encoded KeyValue; not to be changed. */
    public byte[] record() {
        if (record == null) {
            record = records.of(entry);
        }
        return record;
    }

    public byte[] value() {
        return KeyValues.value(record());
    }
}
