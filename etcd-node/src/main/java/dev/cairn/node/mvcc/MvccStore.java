// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.mvcc.index.KeyInterval;
import dev.cairn.node.mvcc.read.BoundedRecords;
import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.mvcc.read.ReadView;
import dev.cairn.node.mvcc.read.Records;
import dev.cairn.node.mvcc.read.StaleViewException;
import dev.cairn.node.mvcc.read.View;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.UseGate;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * The multi-version key space over one backend. Any thread reads, without ever waiting for a write; the apply thread
 * alone writes, in batches: {@link #begin}, some transactions, commit of the storage transaction, then
 * {@link MvccBatch#publish}. Index, revision and compact revision become visible together.
 *
 * <p>A store is of one backend for life. When a snapshot is installed, the owner opens another store, puts it in this
 * one's place and closes this one: a reader still inside finishes, a later one is refused with
 * {@link ClosedStoreException} and asks the new store.
 */
public final class MvccStore implements RevisionHistory, AutoCloseable {
    /** A view whose records a compaction took is replaced this often before the read gives up. */
    private static final int READ_ATTEMPTS = 100;

    private final StoreState state;
    private final StoreRecords records;
    private final UseGate gate;
    private final Compactor compactor;

    private MvccStore(StoreState state, long finishedCompactRevision) {
        this.state = state;
        this.records = new StoreRecords(state.backend(), state.cache());
        this.gate = new UseGate(state.backend()::close);
        this.compactor = new Compactor(state, finishedCompactRevision);
    }

    /**
     * Rebuilds the index by one walk over the stored records; an unfinished compaction goes on with the compactor's next
     * step.
     *
     * @throws BackendException if a stored record is damaged
     */
    public static MvccStore open(Backend backend, MvccOptions options, LeasedKeys leasedKeys) {
        return open(backend, options, leasedKeys, StoreLoader.of(backend));
    }

    /** As above, of a store whose records the loader has had. */
    public static MvccStore open(Backend backend, MvccOptions options, LeasedKeys leasedKeys, StoreLoader records) {
        StoreLoader.Loaded loaded = records.load(backend, leasedKeys);
        return new MvccStore(new StoreState(backend, options, leasedKeys, loaded), loaded.finishedCompactRevision());
    }

    /** Who is told of changes from now on; called before the first batch. */
    public void listen(RevisionListener newListener) {
        state.listen(newListener);
    }

    /** Any thread. See {@link ReadView#range}. */
    public RangeResult range(RangeRequest request) {
        return read(view -> view.range(request));
    }

    /** Lets a reader see one moment; reads again from a later one if a compaction overtakes it. Any thread. */
    public <T> T read(Function<ReadView, T> reader) {
        return read(reader, records);
    }

    /** As above, for an answer that may become as large as {@code room} lets it. */
    public <T> T read(Function<ReadView, T> reader, LongPredicate room) {
        return read(reader, new BoundedRecords(records, room));
    }

    private <T> T read(Function<ReadView, T> reader, Records from) {
        enter();
        try {
            for (int attempt = 1; ; attempt++) {
                View view = state.view();
                try {
                    T result = reader.apply(new StoreView(
                            view, state.recent(), from, state.options().leaseInKeysOnly()));
                    if (state.view().compactRevision() == view.compactRevision()) {
                        return result;
                    }
                } catch (StaleViewException e) {
                    if (state.view().compactRevision() == view.compactRevision()) {
                        throw new BackendException("a record that the index names is missing from the store", e);
                    }
                }
                if (attempt == READ_ATTEMPTS) {
                    throw EtcdError.TOO_MANY_REQUESTS.exception();
                }
            }
        } finally {
            gate.exit();
        }
    }

    /** How many keys a range holds now: what it would cost to read. Any thread. */
    public long estimate(byte[] key, byte[] rangeEnd) {
        KeyInterval keys = KeyInterval.of(key, rangeEnd);
        return state.view().tree().count(keys.from(), keys.to());
    }

    /** Keys that are there now. Any thread. */
    public long keys() {
        return state.view().tree().liveCount();
    }

    @Override
    public long currentRevision() {
        return state.view().revision();
    }

    @Override
    public long compactRevision() {
        return state.view().compactRevision();
    }

    /** Bytes of all stored records of the key space, old revisions included: what quota and clients call in use. */
    public long inUseBytes() {
        return state.inUseBytes();
    }

    /** What the index takes in memory, see {@link dev.cairn.node.mvcc.index.IndexCost}. */
    public long indexBytes() {
        return state.indexBytes();
    }

    /** Memory is low: the latest records get half of what they else have. Any thread. */
    public void halveRecords(boolean half) {
        state.halveRecords(half);
    }

    /** Of it, about, what keys take that are deleted: the next compactions give it back. */
    public long deletedIndexBytes() {
        return state.deletedIndexBytes();
    }

    /** What the records kept in memory take. */
    public long recordCacheBytes() {
        return state.cache().bytes();
    }

    @Override
    public List<RevisionEvents> history(long from, long to, int maxRevisions) {
        enter();
        try {
            return StoredHistory.read(state, from, to, maxRevisions);
        } finally {
            gate.exit();
        }
    }

    @Override
    public byte[] record(Revision revision) {
        enter();
        try {
            return state.backend().get(Bucket.KEY, revision.putKey());
        } finally {
            gate.exit();
        }
    }

    /** A view and the stored records of that moment or later, for walks that outlive compactions. Close it soon. */
    public Pinned pin() {
        enter();
        return new Pinned(state, gate, state.view(), state.backend().read());
    }

    /** What {@link #pin} holds. */
    public static final class Pinned implements AutoCloseable {
        private final StoreState state;
        private final UseGate gate;
        private final View view;
        private final ReadTx tx;

        private Pinned(StoreState state, UseGate gate, View view, ReadTx tx) {
            this.state = state;
            this.gate = gate;
            this.view = view;
            this.tx = tx;
        }

        public View view() {
            return view;
        }

        public ReadTx tx() {
            return tx;
        }

        /** False once a compaction after the view may have taken records from the transaction or the index. */
        public boolean isWhole() {
            return state.view().compactRevision() == view.compactRevision();
        }

        @Override
        public void close() {
            tx.close();
            gate.exit();
        }
    }

    /** Lets go of indexes kept for lists that nobody has paged through for so long; called now and then. */
    public void releaseIdleViews(long nowNanos, long idleNanos) {
        state.recent().expire(nowNanos, idleNanos);
    }

    /** Apply thread: a batch of transactions whose records go into {@code tx}. One at a time. */
    public MvccBatch begin(WriteTx tx) {
        state.beginBatch();
        return new MvccBatch(state, tx);
    }

    /** The stage that deletes what compactions made garbage; runs on the apply thread, between batches. */
    public Compactor compactor() {
        return compactor;
    }

    /** Refuses new readers; the last one inside closes the backend. */
    @Override
    public void close() {
        gate.close();
    }

    private void enter() {
        if (!gate.enter()) {
            throw new ClosedStoreException();
        }
    }
}
