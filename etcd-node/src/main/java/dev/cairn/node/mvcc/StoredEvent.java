// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import com.google.protobuf.CodedOutputStream;
import dev.cairn.node.protobuf.ProtoEncoder;
import java.io.IOException;
import java.util.Optional;

/**
 * One change of one key, ready to be sent: its mvccpb.Event encodings are made when first asked for and then shared by
 * every watcher. Immutable to its users; any thread.
 */
public final class StoredEvent {
    private static final int TYPE = 1;
    private static final int KV = 2;
    private static final int PREV_KV = 3;
    private static final int DELETE = 1;

    private final boolean delete;
    private final byte[] key;
    private final byte[] keyValue;
    private final Revision previous;
    private volatile byte[] previousRecord;
    private volatile byte[] encoded;
    private volatile byte[] encodedWithPrevious;

    /**
     * @param keyValue the encoded KeyValue; of a delete only key and mod_revision
     * @param previous the revision of the put that this change replaces, null where there is none
     * @param previousRecord the encoded KeyValue of that put where it is at hand, otherwise null
     */
    public StoredEvent(boolean delete, byte[] key, byte[] keyValue, Revision previous, byte[] previousRecord) {
        this.delete = delete;
        this.key = key;
        this.keyValue = keyValue;
        this.previous = previous;
        this.previousRecord = previousRecord;
    }

    public boolean isDelete() {
        return delete;
    }

    /** The user's key; not to be changed. */
    public byte[] key() {
        return key;
    }

    /** The encoded KeyValue as watchers see it; not to be changed. */
    public byte[] keyValue() {
        return keyValue;
    }

    /** The put that this change replaces; empty where it created the key, or where a compaction dropped that put. */
    public Optional<Revision> previous() {
        return Optional.ofNullable(previous);
    }

    /** The encoded KeyValue that this change replaces, or null; read from {@code history} once, if not at hand. */
    public byte[] previousRecord(RevisionHistory history) {
        byte[] record = previousRecord;
        if (record == null && previous != null) {
            record = history.record(previous);
            previousRecord = record;
        }
        return record;
    }

    /** The encoded Event without prev_kv. */
    public byte[] encoded() {
        byte[] bytes = encoded;
        if (bytes == null) {
            bytes = encode(null);
            encoded = bytes;
        }
        return bytes;
    }

    /** The encoded Event with prev_kv, where there is one to be had. */
    public byte[] encodedWithPrevious(RevisionHistory history) {
        byte[] bytes = encodedWithPrevious;
        if (bytes == null) {
            byte[] record = previousRecord(history);
            bytes = record == null ? encoded() : encode(record);
            encodedWithPrevious = bytes;
        }
        return bytes;
    }

    private byte[] encode(byte[] prevKv) {
        int size = (delete ? CodedOutputStream.computeEnumSize(TYPE, DELETE) : 0)
                + ProtoEncoder.encodedSize(KV, keyValue)
                + ProtoEncoder.encodedSize(PREV_KV, prevKv);
        byte[] bytes = new byte[size];
        CodedOutputStream out = ProtoEncoder.over(bytes, 0, size);
        try {
            if (delete) {
                out.writeEnum(TYPE, DELETE);
            }
            ProtoEncoder.writeEncoded(out, KV, keyValue);
            ProtoEncoder.writeEncoded(out, PREV_KV, prevKv);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw ProtoEncoder.sizeIsWrong(e);
        }
        return bytes;
    }
}
