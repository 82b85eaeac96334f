// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.hash;

import dev.cairn.node.mvcc.DueHash;
import dev.cairn.node.mvcc.MvccStore;
import dev.cairn.node.mvcc.Revision;
import dev.cairn.node.mvcc.index.KeyEntry;
import dev.cairn.node.mvcc.index.KeyTree;
import dev.cairn.node.mvcc.index.StoredRevision;
import dev.cairn.node.mvcc.read.KeyValues;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * etcd's HashKV: a checksum of the key space up to a revision that is equal on members with equal data, wherever each of
 * them is with a compaction. CRC-32C over the bucket's name, then over key and value of every stored record up to the
 * revision, except those that a compaction may have dropped: at or below the compact revision and not the live state of
 * their key at the hashed revision. A tombstone at exactly the compact revision does not count either: old versions of
 * etcd delete it, newer ones keep it.
 *
 * @param hash the checksum
 * @param hashRevision the revision up to which was hashed
 * @param compactRevision -1 before the first compaction
 * @param currentRevision the store's revision at that time
 * @param comparable false where no key is left at that revision: as in etcd everything stored counts then, so that members
 *     with equal data differ while one of them has not deleted all that a compaction dropped
 */
public record KvHash(int hash, long hashRevision, long compactRevision, long currentRevision, boolean comparable) {
    /**
     * Reads the store while writes and compactions go on; takes as long as a walk over all records.
     *
     * @param revision 0 for the current one; below it no record counts, as in etcd
     * @throws dev.cairn.node.wire.EtcdException COMPACTED or FUTURE_REV
     */
    public static KvHash of(MvccStore store, long revision) {
        while (true) {
            try (MvccStore.Pinned pinned = store.pin()) {
                long at = revision < 0 ? revision : pinned.view().resolve(revision);
                Kept kept = Kept.at(pinned, at);
                if (pinned.isWhole()) {
                    return kept.hash(pinned, at);
                }
            }
        }
    }

    /**
     * The hash that etcd takes while it compacts: of everything up to the compaction's revision, as compacted at the one
     * before. To be called before anything is deleted for it; takes as long as a walk over all records.
     */
    public static KvHash of(MvccStore store, DueHash compaction) {
        CRC32C crc = begun();
        byte[] end = new Revision(compaction.revision() + 1, 0).putKey();
        try (MvccStore.Pinned pinned = store.pin();
                Cursor cursor = pinned.tx().scan(Bucket.KEY, new byte[0], end)) {
            KeyTree tree = pinned.view().tree();
            while (cursor.next()) {
                byte[] key = cursor.key();
                byte[] record = cursor.value();
                Revision revision = Revision.parse(key);
                // what was deleted, or is to be, for the compaction before does not count
                if (revision.main() > compaction.previousRevision()
                        || isLive(tree, revision, record, compaction.revision())) {
                    crc.update(key);
                    crc.update(record);
                }
            }
            return new KvHash(
                    (int) crc.getValue(),
                    compaction.revision(),
                    compaction.previousRevision(),
                    pinned.view().revision(),
                    compaction.previousRevision() < 0 || isAnyLive(tree, compaction.revision()));
        }
    }

    private static boolean isAnyLive(KeyTree tree, long atRevision) {
        boolean[] found = {false};
        tree.walk(new byte[0], null, entry -> {
            StoredRevision live = entry.latestAt(atRevision);
            found[0] = live != null && !live.tombstone();
            return !found[0];
        });
        return found[0];
    }

    private static boolean isLive(KeyTree tree, Revision revision, byte[] record, long atRevision) {
        KeyEntry entry = tree.get(KeyValues.key(record));
        StoredRevision live = entry == null ? null : entry.latestAt(atRevision);
        return live != null && !live.tombstone() && live.main() == revision.main() && live.sub() == revision.sub();
    }

    /** The same, told later. */
    KvHash asOf(long laterRevision) {
        return new KvHash(hash, hashRevision, compactRevision, laterRevision, comparable);
    }

    private static CRC32C begun() {
        CRC32C crc = new CRC32C();
        crc.update(Bucket.KEY.bucketName().getBytes(StandardCharsets.US_ASCII));
        return crc;
    }

    /** The live state of all keys at a revision, as far as it is old enough to have been through a compaction. */
    private record Kept(RevisionSet compacted, boolean isEmpty) {
        static Kept at(MvccStore.Pinned pinned, long revision) {
            RevisionSet compacted = new RevisionSet();
            boolean[] isEmpty = {true};
            long compactRevision = pinned.view().compactRevision();
            pinned.view().tree().walk(new byte[0], null, entry -> {
                StoredRevision live = entry.latestAt(revision);
                if (live != null && !live.tombstone()) {
                    isEmpty[0] = false;
                    if (live.main() <= compactRevision) {
                        compacted.add(live.main(), live.sub());
                    }
                }
                return true;
            });
            return new Kept(compacted, isEmpty[0]);
        }

        KvHash hash(MvccStore.Pinned pinned, long revision) {
            CRC32C crc = begun();
            long compactRevision = pinned.view().compactRevision();
            byte[] end = new Revision(Math.max(revision + 1, 0), 0).putKey();
            try (Cursor cursor = pinned.tx().scan(Bucket.KEY, new byte[0], end)) {
                while (cursor.next()) {
                    byte[] key = cursor.key();
                    if (counts(Revision.parse(key), Revision.isTombstone(key), compactRevision)) {
                        crc.update(key);
                        crc.update(cursor.value());
                    }
                }
            }
            return new KvHash(
                    (int) crc.getValue(),
                    revision,
                    compactRevision,
                    pinned.view().revision(),
                    !isEmpty || compactRevision < 0);
        }

        private boolean counts(Revision record, boolean tombstone, long compactRevision) {
            if (record.main() > compactRevision) {
                return true;
            }
            boolean mayBeGone = !isEmpty && !compacted.contains(record.main(), (int) record.sub());
            return !mayBeGone && !(tombstone && record.main() == compactRevision);
        }
    }
}
