// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How far the store has come, kept in bucket {@code meta} in the same batch as the effects: consistent index and its
 * term, raft's configuration, storage version. Changed by the apply thread; the getters may be called from any thread.
 */
public final class AppliedState {
    private static final byte[] CONSISTENT_INDEX = bytes("consistent_index");
    private static final byte[] TERM = bytes("term");
    private static final byte[] CONF_STATE = bytes("confState");
    private static final byte[] STORAGE_VERSION = bytes("storageVersion");

    /** An index and the term of its entry; both 0 before anything was applied. */
    public record Position(long index, long term) {}

    private volatile Position position = new Position(0, 0);
    private volatile AppliedConfState confState;
    private volatile String storageVersion;

    /** Takes up what the store holds, at start and when a snapshot was installed. */
    public void load(ReadTx tx) {
        position = new Position(number(tx.get(Bucket.META, CONSISTENT_INDEX)), number(tx.get(Bucket.META, TERM)));
        byte[] conf = tx.get(Bucket.META, CONF_STATE);
        confState = conf == null ? null : AppliedConfState.read(conf);
        byte[] version = tx.get(Bucket.META, STORAGE_VERSION);
        storageVersion = version == null ? null : new String(version, StandardCharsets.UTF_8);
    }

    /** What would be left of the applied entries after a crash now: the log must not be cut behind it. */
    public static Position flushedPosition(Backend backend) {
        // The index first: a flush between the two reads can only make the term too new, never the index.
        long index = number(backend.getFlushed(Bucket.META, CONSISTENT_INDEX));
        return new Position(index, number(backend.getFlushed(Bucket.META, TERM)));
    }

    /** The configuration as of the last flush, or null. */
    public static AppliedConfState flushedConfState(Backend backend) {
        byte[] conf = backend.getFlushed(Bucket.META, CONF_STATE);
        return conf == null ? null : AppliedConfState.read(conf);
    }

    public Position position() {
        return position;
    }

    /** The last configuration that a conf change left, or null before the first. */
    public AppliedConfState confState() {
        return confState;
    }

    /** major.minor.0, or null: a store of 3.5 or before has none. */
    public String storageVersion() {
        return storageVersion;
    }

    /** What a member of this version says of its store: from 3.6 on, one without a name that keeps terms is of 3.5. Or null. */
    public String toldStorageVersion(String serverVersion) {
        boolean of3_5 = storageVersion == null
                && position.term() > 0
                && MinorVersion.parse(serverVersion).isAtLeast3_6();
        return of3_5 ? "3.5.0" : storageVersion;
    }

    /** The entry at {@code index} is part of the batch. Zeros are never written, as in etcd. */
    public void setPosition(WriteTx tx, long index, long term) {
        Invariant.check(
                index >= position.index(), "consistent index would go back from %d to %d", position.index(), index);
        Invariant.check(
                Long.compareUnsigned(term, position.term()) >= 0,
                "the term of what is applied would go back from %d to %d",
                position.term(),
                term);
        if (index > 0) {
            tx.put(Bucket.META, CONSISTENT_INDEX, bytes(index));
        }
        if (term > 0) {
            tx.put(Bucket.META, TERM, bytes(term));
        }
        position = new Position(index, term);
    }

    public void setConfState(WriteTx tx, AppliedConfState newConfState) {
        tx.put(Bucket.META, CONF_STATE, newConfState.toJson());
        confState = newConfState;
    }

    /** Null removes it, for a cluster at 3.5. */
    public void setStorageVersion(WriteTx tx, String version) {
        if (version == null) {
            tx.delete(Bucket.META, STORAGE_VERSION);
        } else {
            tx.put(Bucket.META, STORAGE_VERSION, bytes(version));
        }
        storageVersion = version;
    }

    private static long number(byte[] bytes) {
        if (bytes == null) {
            return 0;
        }
        if (bytes.length != Long.BYTES) {
            throw new IllegalArgumentException("bucket meta: a number of " + bytes.length + " bytes instead of 8");
        }
        return ByteBuffer.wrap(bytes).getLong();
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
