// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.mvcc.index.IndexCost;
import dev.cairn.node.mvcc.index.KeyEntry;
import dev.cairn.node.mvcc.index.KeyTree;
import dev.cairn.node.mvcc.read.KeyValues;
import dev.cairn.node.mvcc.read.View;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;

/**
 * Rebuilds, from the stored records in revision order, what a store keeps in memory: index, garbage, size and revisions.
 * The counter of used bytes is counted anew from the same records, so it cannot disagree with what is stored. Whoever fills
 * a store from an image hands the records over on the way, so that they are not read a second time.
 */
public final class StoreLoader {
    private final KeyTree.Editor editor = KeyTree.EMPTY.edit();
    private final Garbage garbage = new Garbage();
    private long lastMain = 1;
    private long inUseBytes;
    private long indexBytes;
    private long deletedKeys;

    record Loaded(
            View view,
            Garbage garbage,
            long inUseBytes,
            long indexBytes,
            long deletedKeys,
            long finishedCompactRevision) {}

    /** Reads them all and leaves them where they are: keeping them costs the collector more than reading them again. */
    public static StoreLoader of(Backend backend) {
        StoreLoader loader = new StoreLoader();
        try (ReadTx tx = backend.read();
                Cursor cursor = tx.scan(Bucket.KEY, new byte[0], null)) {
            while (cursor.next()) {
                loader.add(cursor.key(), cursor.value());
            }
        }
        return loader;
    }

    /** After the last record. */
    Loaded load(Backend backend, LeasedKeys leasedKeys) {
        long scheduled = CompactionMarks.parse(backend.get(Bucket.META, CompactionMarks.SCHEDULED));
        long finished = CompactionMarks.parse(backend.get(Bucket.META, CompactionMarks.FINISHED));
        long compactRevision = Math.max(scheduled, finished);
        KeyTree tree = editor.freeze();
        attachLeases(tree, leasedKeys);
        View view = new View(tree, Math.max(lastMain, compactRevision), compactRevision);
        return new Loaded(view, garbage, inUseBytes, indexBytes, deletedKeys, finished);
    }

    /**
     * The next record of bucket key.
     *
     * @throws BackendException if the record is damaged
     */
    public void add(byte[] recordKey, byte[] record) {
        Revision revision;
        try {
            revision = Revision.parse(recordKey);
        } catch (IllegalArgumentException e) {
            throw new BackendException("the store is damaged: " + e.getMessage(), e);
        }
        lastMain = revision.main();
        inUseBytes += recordKey.length + record.length;
        KeyValues.Fields fields = KeyValues.parse(record, false);
        KeyEntry previous = editor.get(fields.key());
        KeyEntry.Change change = new KeyEntry.Change(revision.main(), (int) revision.sub(), record.length);
        boolean tombstone = Revision.isTombstone(recordKey);
        KeyEntry next = tombstone
                ? KeyEntry.tombstone(fields.key(), previous, change)
                : KeyEntry.put(
                        fields.key(), previous, change, fields.createRevision(), fields.version(), fields.lease());
        editor.put(next);
        indexBytes += IndexCost.added(previous, next);
        deletedKeys += IndexCost.deleted(previous, next);
        if (previous != null && previous.isLive()) {
            garbage.replaced(next.history(), revision.main());
        }
        if (tombstone) {
            garbage.deleted(next.history(), revision.main());
        }
    }

    private static void attachLeases(KeyTree tree, LeasedKeys leasedKeys) {
        tree.walk(new byte[0], null, entry -> {
            if (entry.isLive() && entry.lease() != 0) {
                leasedKeys.attached(entry.lease(), entry.key());
            }
            return true;
        });
    }
}
