// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import dev.cairn.node.mvcc.Revision;
import dev.cairn.node.mvcc.RevisionEvents;
import dev.cairn.node.mvcc.RevisionHistory;
import dev.cairn.node.mvcc.StoredEvent;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A key space that is small enough to be obviously right, and keeps every revision. Usable from several threads. */
final class ModelStore implements RevisionHistory {
    /** A change: a put where there is a value, otherwise a delete. */
    record Change(String key, String value) {}

    private record Live(Revision revision, KeyValue record) {}

    private final List<RevisionEvents> revisions = new ArrayList<>();
    private final TreeMap<String, Live> live = new TreeMap<>();
    private final Map<Revision, byte[]> records = new HashMap<>();
    private long current = 1;
    private long compacted = -1;
    private int historyReads;

    /** One transaction. Deleting what is not there changes nothing; null where nothing is changed at all. */
    synchronized RevisionEvents apply(List<Change> changes) {
        List<StoredEvent> events = new ArrayList<>();
        for (Change change : changes) {
            Live before = live.get(change.key());
            Revision revision = new Revision(current + 1, events.size());
            if (change.value() != null) {
                events.add(put(change, revision, before));
            } else if (before != null) {
                events.add(delete(change, revision, before));
            }
        }
        if (events.isEmpty()) {
            return null;
        }
        current++;
        revisions.add(new RevisionEvents(current, events));
        return revisions.getLast();
    }

    private StoredEvent put(Change change, Revision revision, Live before) {
        KeyValue kv = KeyValue.newBuilder()
                .setKey(com.google.protobuf.ByteString.copyFromUtf8(change.key()))
                .setValue(com.google.protobuf.ByteString.copyFromUtf8(change.value()))
                .setModRevision(revision.main())
                .setCreateRevision(
                        before == null ? revision.main() : before.record().getCreateRevision())
                .setVersion(before == null ? 1 : before.record().getVersion() + 1)
                .build();
        live.put(change.key(), new Live(revision, kv));
        records.put(revision, kv.toByteArray());
        return event(false, change.key(), kv, before);
    }

    private StoredEvent delete(Change change, Revision revision, Live before) {
        live.remove(change.key());
        KeyValue kv = KeyValue.newBuilder()
                .setKey(com.google.protobuf.ByteString.copyFromUtf8(change.key()))
                .setModRevision(revision.main())
                .build();
        return event(true, change.key(), kv, before);
    }

    private static StoredEvent event(boolean delete, String key, KeyValue kv, Live before) {
        Revision previous = before == null ? null : before.revision();
        return new StoredEvent(delete, key.getBytes(StandardCharsets.UTF_8), kv.toByteArray(), previous, null);
    }

    synchronized void compact(long revision) {
        compacted = revision;
    }

    @Override
    public synchronized long currentRevision() {
        return current;
    }

    @Override
    public synchronized long compactRevision() {
        return compacted;
    }

    @Override
    public synchronized List<RevisionEvents> history(long from, long to, int maxRevisions) {
        historyReads++;
        if (from < compacted) {
            throw EtcdError.COMPACTED.exception();
        }
        return revisions.stream()
                .filter(each -> each.revision() >= from && each.revision() <= to)
                .limit(maxRevisions)
                .toList();
    }

    @Override
    public synchronized byte[] record(Revision revision) {
        return records.get(revision);
    }

    synchronized List<RevisionEvents> all() {
        return List.copyOf(revisions);
    }

    /** How often somebody had to read storage. */
    synchronized int historyReads() {
        return historyReads;
    }
}
