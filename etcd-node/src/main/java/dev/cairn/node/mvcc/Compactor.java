// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.mvcc.index.IndexCost;
import dev.cairn.node.mvcc.index.KeyHistory;
import dev.cairn.node.mvcc.index.KeyTree;
import dev.cairn.node.mvcc.index.StoredRevision;
import dev.cairn.node.mvcc.read.View;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.WriteTx;

/**
 * Deletes what the last compaction made garbage, a bounded number of records a step, oldest first. Runs on the apply
 * thread between batches, so that the index has one writer; a step takes about as long as a batch of as many puts. What
 * a crash undoes, the next start finds as garbage again.
 */
public final class Compactor {
    private final StoreState state;
    private final Garbage garbage;
    private long finishedRevision;
    private long deletedRecords;

    Compactor(StoreState state, long finishedRevision) {
        this.state = state;
        this.garbage = state.garbage();
        this.finishedRevision = finishedRevision;
    }

    /** The compact revision up to which storage holds no garbage; -1 before the first compaction. */
    public long finishedRevision() {
        return finishedRevision;
    }

    /** How many its steps have deleted so far. */
    public long deletedRecords() {
        return deletedRecords;
    }

    /** The oldest compaction whose hash was not taken, or null; what it says cannot be told any more after a step. */
    public DueHash dueHash() {
        return state.dueHashes().peek();
    }

    /** The hash of {@link #dueHash} was taken, or cannot be. */
    public void hashTaken() {
        state.dueHashes().remove();
    }

    public boolean hasWork() {
        return state.view().compactRevision() > finishedRevision;
    }

    /** One step; true if it did something, so that another may be due. */
    public boolean runOnce() {
        state.requireNoOpenBatch();
        View view = state.view();
        long target = view.compactRevision();
        if (target <= finishedRevision) {
            return false;
        }
        KeyTree.Editor editor = view.tree().edit();
        boolean removed = false;
        long deletedBytes = 0;
        long indexBytes = 0;
        int keys = 0;
        try (WriteTx tx = state.backend().begin()) {
            int left = state.options().compactionBatch();
            KeyHistory history = garbage.next(target);
            while (history != null) {
                deletedBytes += deleteOldest(tx, history);
                deletedRecords++;
                indexBytes += IndexCost.REVISION_BYTES;
                if (history.size() == 0) {
                    editor.remove(history.key());
                    indexBytes += IndexCost.removed(history.key());
                    keys++;
                    removed = true;
                }
                history = --left > 0 ? garbage.next(target) : null;
            }
            boolean finished = !garbage.hasNext(target);
            if (finished) {
                tx.put(Bucket.META, CompactionMarks.FINISHED, new Revision(target, 0).putKey());
            }
            tx.commit();
            finishedRevision = finished ? target : finishedRevision;
        }
        long copied = editor.copiedBytes();
        KeyTree tree = removed ? editor.freeze() : view.tree();
        state.compacted(
                new View(tree, view.revision(), target),
                new StoreState.Growth(-deletedBytes, -indexBytes, -keys, copied));
        return true;
    }

    private static long deleteOldest(WriteTx tx, KeyHistory history) {
        StoredRevision oldest = history.oldest();
        Revision revision = new Revision(oldest.main(), oldest.sub());
        byte[] recordKey = oldest.tombstone() ? revision.tombstoneKey() : revision.putKey();
        tx.delete(Bucket.KEY, recordKey);
        history.dropOldest();
        return recordKey.length + oldest.recordBytes();
    }
}
