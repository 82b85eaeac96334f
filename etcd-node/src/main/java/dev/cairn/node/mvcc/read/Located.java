// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import dev.cairn.node.mvcc.index.KeyEntry;
import dev.cairn.node.mvcc.index.StoredRevision;

/** A key found by a range: its state at the revision read, from the index where that has it, else from its record. */
final class Located {
    private final KeyEntry head;
    private final StoredRevision past;
    private byte[] record;
    private KeyValues.Fields fields;

    /** Exactly one of both is given: the head, if the key stands as it did at the revision, or where its record is. */
    Located(KeyEntry head, StoredRevision past) {
        this.head = head;
        this.past = past;
    }

    KeyEntry head() {
        return head;
    }

    StoredRevision past() {
        return past;
    }

    boolean isHead() {
        return head != null;
    }

    byte[] record() {
        return record;
    }

    void record(byte[] bytes) {
        record = bytes;
    }

    byte[] key() {
        return isHead() ? head.key() : fields().key();
    }

    long createRevision() {
        return isHead() ? head.createRevision() : fields().createRevision();
    }

    long modRevision() {
        return isHead() ? head.modRevision() : past.main();
    }

    long version() {
        return isHead() ? head.version() : fields().version();
    }

    byte[] value() {
        return KeyValues.value(record);
    }

    private KeyValues.Fields fields() {
        if (fields == null) {
            fields = KeyValues.parse(record, false);
        }
        return fields;
    }
}
