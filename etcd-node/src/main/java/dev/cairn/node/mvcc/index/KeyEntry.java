// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.index;

/**
 * The head of a key in one tree: its latest revision, a put or a tombstone. Immutable but for two references that lead to
 * the same answers whatever they are: the history, shared with later heads of the key, and the cached record.
 */
public final class KeyEntry {
    private final byte[] key;
    private final long createRevision;
    private final long modRevision;
    private final long version;
    private final long lease;
    /** Sub-revision of a put; its complement of a tombstone. */
    private final int subAndKind;

    private final int recordBytes;
    private final KeyHistory history;
    private boolean touched;
    private volatile byte[] record;

    private KeyEntry(
            byte[] key, Change change, int subAndKind, long create, long version, long lease, KeyHistory history) {
        this.key = key;
        this.createRevision = create;
        this.modRevision = change.main();
        this.version = version;
        this.lease = lease;
        this.subAndKind = subAndKind;
        this.recordBytes = change.recordBytes();
        this.history = history;
    }

    /** Where a change is stored, and how long its record is. */
    public record Change(long main, int sub, int recordBytes) {}

    /**
     * The head after a put.
     *
     * @param previous the head before, or null where the key is not in the tree
     */
    public static KeyEntry put(
            byte[] key, KeyEntry previous, Change change, long createRevision, long version, long lease) {
        if (previous == null) {
            return new KeyEntry(key, change, change.sub(), createRevision, version, lease, null);
        }
        KeyHistory history = historyAfter(previous);
        history.append(new StoredRevision(change.main(), change.sub(), false, change.recordBytes()));
        return new KeyEntry(previous.key, change, change.sub(), createRevision, version, lease, history);
    }

    /** The head after a deletion; {@code previous} is null where only the tombstone is left of the key. */
    public static KeyEntry tombstone(byte[] key, KeyEntry previous, Change change) {
        StoredRevision tombstone = new StoredRevision(change.main(), change.sub(), true, change.recordBytes());
        if (previous == null) {
            return new KeyEntry(key, change, ~change.sub(), 0, 0, 0, new KeyHistory(key, tombstone));
        }
        KeyHistory history = historyAfter(previous);
        history.append(tombstone);
        return new KeyEntry(previous.key, change, ~change.sub(), 0, 0, 0, history);
    }

    private static KeyHistory historyAfter(KeyEntry previous) {
        return previous.history == null ? new KeyHistory(previous.key, previous.head()) : previous.history;
    }

    public byte[] key() {
        return key;
    }

    /** Main revision of the put that began the key's life; 0 for a tombstone. */
    public long createRevision() {
        return createRevision;
    }

    public long modRevision() {
        return modRevision;
    }

    public int modSub() {
        return isLive() ? subAndKind : ~subAndKind;
    }

    public long version() {
        return version;
    }

    public long lease() {
        return lease;
    }

    public int recordBytes() {
        return recordBytes;
    }

    /** False for a tombstone. */
    public boolean isLive() {
        return subAndKind >= 0;
    }

    /** Null while the key has had one revision, a put. */
    public KeyHistory history() {
        return history;
    }

    public StoredRevision head() {
        return new StoredRevision(modRevision, modSub(), !isLive(), recordBytes);
    }

    /** The latest revision with {@code main <= revision}, or null. */
    public StoredRevision latestAt(long revision) {
        if (modRevision <= revision) {
            return head();
        }
        return history == null ? null : history.latestAt(revision);
    }

    /** The encoded KeyValue if it is at hand, else null. */
    public byte[] record() {
        return record;
    }

    /** Null: no longer at hand. */
    public void keepRecord(byte[] bytes) {
        record = bytes;
    }

    /** Whether the record was asked for since the mark was last cleared; a hint, so races do no harm. */
    public boolean isTouched() {
        return touched;
    }

    public void touch(boolean mark) {
        if (touched != mark) {
            touched = mark;
        }
    }
}
