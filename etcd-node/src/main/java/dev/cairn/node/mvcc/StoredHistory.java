// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.mvcc.index.KeyEntry;
import dev.cairn.node.mvcc.index.StoredRevision;
import dev.cairn.node.mvcc.read.KeyValues;
import dev.cairn.node.mvcc.read.View;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.wire.EtcdError;
import java.util.ArrayList;
import java.util.List;

/** Reads past changes from storage, in revision order. */
final class StoredHistory {
    /** Enough for one stretch: what follows the revision that reaches it is left for the next. */
    static final long STRETCH_BYTES = 8L * 1024 * 1024;

    private final View view;
    private final List<RevisionEvents> revisions = new ArrayList<>();
    private List<StoredEvent> events = new ArrayList<>();
    private long main;
    private long bytes;

    private StoredHistory(View view) {
        this.view = view;
    }

    static List<RevisionEvents> read(StoreState state, long from, long to, int maxRevisions) {
        View view = state.view();
        if (from < view.compactRevision()) {
            throw EtcdError.COMPACTED.exception();
        }
        StoredHistory history = new StoredHistory(view);
        long last = Math.min(to, view.revision());
        if (from <= last) {
            try (ReadTx tx = state.backend().read();
                    Cursor cursor =
                            tx.scan(Bucket.KEY, new Revision(from, 0).putKey(), new Revision(last + 1, 0).putKey())) {
                history.collect(cursor, maxRevisions);
            }
        }
        if (from < state.view().compactRevision()) {
            throw EtcdError.COMPACTED.exception();
        }
        return history.revisions;
    }

    private void collect(Cursor cursor, int maxRevisions) {
        while (cursor.next()) {
            byte[] recordKey = cursor.key();
            Revision revision = Revision.parse(recordKey);
            if (revision.main() != main) {
                endRevision();
                if (revisions.size() == maxRevisions || bytes >= STRETCH_BYTES) {
                    return;
                }
                main = revision.main();
            }
            byte[] record = cursor.value();
            bytes += record.length;
            KeyValues.Fields fields = KeyValues.parse(record, false);
            // the record that marks a revision bump has no key and is no change
            if (fields.key().length > 0) {
                events.add(event(revision, Revision.isTombstone(recordKey), fields, record));
            }
        }
        endRevision();
    }

    private void endRevision() {
        if (!events.isEmpty()) {
            revisions.add(new RevisionEvents(main, List.copyOf(events)));
            events = new ArrayList<>();
        }
    }

    /** The value before is named only where a read at the revision before would still be allowed. */
    private StoredEvent event(Revision revision, boolean delete, KeyValues.Fields fields, byte[] record) {
        byte[] key = fields.key();
        byte[] keyValue = delete ? KeyValues.deletion(key, revision.main()) : record;
        boolean creates = !delete && fields.createRevision() == revision.main();
        KeyEntry entry = creates || revision.main() - 1 < view.compactRevision()
                ? null
                : view.tree().get(key);
        StoredRevision before = entry == null ? null : entry.latestAt(revision.main() - 1);
        boolean none = before == null || before.tombstone();
        return new StoredEvent(delete, key, keyValue, none ? null : new Revision(before.main(), before.sub()), null);
    }
}
