// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.mvcc.index.KeyEntry;
import dev.cairn.node.mvcc.index.KeyInterval;
import dev.cairn.node.mvcc.index.StoredRevision;
import dev.cairn.node.mvcc.read.BoundedRecords;
import dev.cairn.node.mvcc.read.Head;
import dev.cairn.node.mvcc.read.KeyValues;
import dev.cairn.node.mvcc.read.RangeReader;
import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.mvcc.read.ReadView;
import dev.cairn.node.mvcc.read.Records;
import dev.cairn.node.mvcc.read.View;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * One request's changes: all of them get the same main revision, and each the next sub-revision. Its reads see its own
 * changes. Checks come first: a change once made cannot be taken back. Apply thread only.
 */
public final class MvccTxn implements ReadView {
    private final MvccBatch batch;
    private final long beginRevision;
    private final List<StoredEvent> events = new ArrayList<>();
    private boolean ended;

    MvccTxn(MvccBatch batch) {
        this.batch = batch;
        this.beginRevision = batch.revision();
    }

    /** The revision before, until something is changed; then the next one. */
    @Override
    public long revision() {
        return events.isEmpty() ? beginRevision : beginRevision + 1;
    }

    @Override
    public long compactRevision() {
        return batch.compactRevision();
    }

    /**
     * Stores a value.
     *
     * @param leaseId the key's lease from now on, 0 for none
     * @return the live head that was replaced
     */
    public Optional<Head> put(byte[] key, byte[] value, long leaseId) {
        Revision at = nextRevision();
        KeyEntry previous = batch.editor().get(key);
        boolean lives = previous != null && previous.isLive();
        long createRevision = lives ? previous.createRevision() : at.main();
        long version = lives ? previous.version() + 1 : 1;
        byte[] record = KeyValues.encode(new KeyValues.Fields(key, createRevision, at.main(), version, value, leaseId));
        batch.store(at.putKey(), record);
        Optional<Head> replaced = lives ? Optional.of(held(previous)) : Optional.empty();
        events.add(event(false, key, record, previous));
        KeyEntry next = KeyEntry.put(
                key,
                previous,
                new KeyEntry.Change(at.main(), (int) at.sub(), record.length),
                createRevision,
                version,
                leaseId);
        next.keepRecord(record);
        batch.replace(previous, next);
        detach(previous);
        if (leaseId != 0) {
            batch.leasedKeys().attached(leaseId, next.key());
        }
        return replaced;
    }

    /** Deletes the live keys of an etcd range in key order; returns the heads that were there. */
    public List<Head> deleteRange(byte[] key, byte[] rangeEnd) {
        List<Head> deleted = new ArrayList<>();
        for (KeyEntry entry : liveEntries(key, rangeEnd)) {
            deleted.add(held(entry));
            delete(entry);
        }
        return deleted;
    }

    private void delete(KeyEntry entry) {
        Revision at = nextRevision();
        byte[] record = KeyValues.tombstone(entry.key());
        batch.store(at.tombstoneKey(), record);
        events.add(event(true, entry.key(), KeyValues.deletion(entry.key(), at.main()), entry));
        batch.replace(
                entry,
                KeyEntry.tombstone(entry.key(), entry, new KeyEntry.Change(at.main(), (int) at.sub(), record.length)));
        detach(entry);
    }

    private Revision nextRevision() {
        Invariant.check(!ended, "the transaction has ended");
        return new Revision(beginRevision + 1, events.size());
    }

    /** As of before this transaction, as etcd tells watchers; this matters to a key changed twice in one. */
    private StoredEvent event(boolean delete, byte[] key, byte[] keyValue, KeyEntry previous) {
        boolean replaces = previous != null && previous.isLive();
        StoredRevision before = replaces ? previous.latestAt(beginRevision) : null;
        if (before == null || before.tombstone()) {
            return new StoredEvent(delete, key, keyValue, null, null);
        }
        boolean atHand = before.main() == previous.modRevision();
        return new StoredEvent(
                delete, key, keyValue, new Revision(before.main(), before.sub()), atHand ? previous.record() : null);
    }

    /** A head whose record stays readable after the head is replaced. */
    private Head held(KeyEntry entry) {
        return new Head(entry, batch.records(), entry.record());
    }

    private void detach(KeyEntry previous) {
        if (previous != null && previous.isLive() && previous.lease() != 0) {
            batch.leasedKeys().detached(previous.lease(), previous.key());
        }
    }

    @Override
    public RangeResult range(RangeRequest request) {
        return range(request, batch.records());
    }

    /** As above, for an answer that may become as large as {@code room} lets it. */
    public RangeResult range(RangeRequest request, LongPredicate room) {
        return range(request, new BoundedRecords(batch.records(), room));
    }

    private RangeResult range(RangeRequest request, Records records) {
        long current = revision();
        View bounds = new View(batch.editor().view(), current, compactRevision());
        long at = bounds.resolve(request.getRevision());
        return new RangeReader(bounds.tree(), at, at == current, records, batch.leaseInKeysOnly())
                .read(request, current);
    }

    @Override
    public Optional<Head> head(byte[] key) {
        KeyEntry entry = batch.editor().get(key);
        return entry == null || !entry.isLive() ? Optional.empty() : Optional.of(held(entry));
    }

    @Override
    public List<Head> heads(byte[] key, byte[] rangeEnd) {
        return liveEntries(key, rangeEnd).stream().map(this::held).toList();
    }

    private List<KeyEntry> liveEntries(byte[] key, byte[] rangeEnd) {
        List<KeyEntry> live = new ArrayList<>();
        KeyInterval keys = KeyInterval.of(key, rangeEnd);
        if (!keys.isEmpty()) {
            batch.editor().view().walk(keys.from(), keys.to(), entry -> {
                if (entry.isLive()) {
                    live.add(entry);
                }
                return true;
            });
        }
        return live;
    }

    /** The main revision after it: one more than before if anything was changed. */
    public long end() {
        long revision = revision();
        ended = true;
        batch.ended(revision, events);
        return revision;
    }
}
