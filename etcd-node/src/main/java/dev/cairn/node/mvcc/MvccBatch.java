// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.mvcc.index.IndexCost;
import dev.cairn.node.mvcc.index.KeyEntry;
import dev.cairn.node.mvcc.index.KeyTree;
import dev.cairn.node.mvcc.index.StoredRevision;
import dev.cairn.node.mvcc.read.Records;
import dev.cairn.node.mvcc.read.View;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.wire.EtcdError;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions that go to storage in one atomic write and become visible together. They see each other's effects;
 * readers see none until {@link #publish}. Apply thread only.
 */
public final class MvccBatch {
    private final StoreState state;
    private final WriteTx tx;
    private final View before;
    private final KeyTree.Editor editor;
    private final List<RevisionEvents> revisions = new ArrayList<>();
    private final List<KeyEntry> newHeads = new ArrayList<>();
    private final Records records = new BatchRecords();
    private final List<DueHash> dueHashes = new ArrayList<>();
    private long revision;
    private long compactRevision;
    private long addedBytes;
    private long addedIndexBytes;
    private int deletedKeys;
    private MvccTxn openTxn;

    MvccBatch(StoreState state, WriteTx tx) {
        this.state = state;
        this.tx = tx;
        this.before = state.view();
        this.editor = before.tree().edit();
        this.revision = before.revision();
        this.compactRevision = before.compactRevision();
    }

    /** The next transaction; the one before must have ended. */
    public MvccTxn txn() {
        Invariant.check(openTxn == null, "the transaction before has not ended");
        openTxn = new MvccTxn(this);
        return openTxn;
    }

    /** The main revision after the transactions so far. */
    public long revision() {
        return revision;
    }

    public long compactRevision() {
        return compactRevision;
    }

    /**
     * Drops everything that is not needed to read at {@code atRevision} or later: at once for readers, from storage by
     * the compactor's steps.
     *
     * @throws dev.cairn.node.wire.EtcdException COMPACTED or FUTURE_REV
     */
    public void compact(long atRevision) {
        if (atRevision <= compactRevision) {
            throw EtcdError.COMPACTED.exception();
        }
        if (atRevision > revision) {
            throw EtcdError.FUTURE_REV.exception();
        }
        dueHashes.add(new DueHash(atRevision, compactRevision));
        compactRevision = atRevision;
        tx.put(Bucket.META, CompactionMarks.SCHEDULED, new Revision(atRevision, 0).putKey());
    }

    /** After the storage transaction's commit: makes it all visible and tells the listener. */
    public void publish() {
        Invariant.check(openTxn == null, "a transaction has not ended");
        long copied = editor.copiedBytes();
        KeyTree tree = revisions.isEmpty() ? before.tree() : editor.freeze();
        dueHashes.forEach(state::isDue);
        state.publish(
                new View(tree, revision, compactRevision),
                new StoreState.Growth(addedBytes, addedIndexBytes, deletedKeys, copied),
                newHeads,
                revisions);
    }

    /** Instead of {@link #publish}, if nothing was changed. */
    public void close() {
        Invariant.check(
                revisions.isEmpty() && compactRevision == before.compactRevision(), "changes cannot be taken back");
        state.abandonBatch();
    }

    void ended(long newRevision, List<StoredEvent> events) {
        openTxn = null;
        if (!events.isEmpty()) {
            Invariant.check(newRevision == revision + 1, "revision %d follows revision %d", newRevision, revision);
            revision = newRevision;
            revisions.add(new RevisionEvents(newRevision, List.copyOf(events)));
        }
    }

    void store(byte[] recordKey, byte[] record) {
        tx.put(Bucket.KEY, recordKey, record);
        addedBytes += recordKey.length + record.length;
    }

    /** A key's head is replaced; the old one's record stays at hand for whoever holds it already. */
    void replace(KeyEntry previous, KeyEntry next) {
        Invariant.check(
                previous == null || previous.modRevision() <= next.modRevision(),
                "a key changed at %d changes at %d",
                previous == null ? 0 : previous.modRevision(),
                next.modRevision());
        editor.put(next);
        addedIndexBytes += IndexCost.added(previous, next);
        deletedKeys += IndexCost.deleted(previous, next);
        if (next.isLive()) {
            newHeads.add(next);
        }
        if (previous != null && previous.isLive()) {
            if (previous.modRevision() > before.revision()) {
                previous.keepRecord(null);
            } else {
                state.cache().retire(previous);
            }
            state.garbage().replaced(next.history(), next.modRevision());
        }
        if (!next.isLive()) {
            state.garbage().deleted(next.history(), next.modRevision());
        }
    }

    KeyTree.Editor editor() {
        return editor;
    }

    Records records() {
        return records;
    }

    LeasedKeys leasedKeys() {
        return state.leasedKeys();
    }

    boolean leaseInKeysOnly() {
        return state.options().leaseInKeysOnly();
    }

    /** Records of this batch and of all before; no compaction can run meanwhile. */
    private final class BatchRecords implements Records {
        @Override
        public byte[] of(KeyEntry head) {
            byte[] record = head.record();
            return record != null ? record : stored(head.head());
        }

        @Override
        public List<byte[]> ofAll(List<KeyEntry> heads) {
            return heads.stream().map(this::of).toList();
        }

        @Override
        public List<byte[]> at(List<StoredRevision> past) {
            return past.stream().map(this::stored).toList();
        }

        private byte[] stored(StoredRevision at) {
            byte[] record = tx.get(Bucket.KEY, new Revision(at.main(), at.sub()).putKey());
            if (record == null) {
                throw new BackendException("record " + at.main() + "." + at.sub() + " is missing from the store");
            }
            return record;
        }
    }
}
