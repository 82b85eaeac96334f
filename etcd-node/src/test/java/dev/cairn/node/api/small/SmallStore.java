// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.small;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.mvccpb.Event;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Keys in order, and everything that ever happened to them. Guarded by its own monitor. */
public final class SmallStore {
    static final Comparator<ByteString> ORDER = ByteString.unsignedLexicographicalComparator();
    static final long CLUSTER_ID = 0xcdf818194e3a8c32L;
    static final long MEMBER_ID = 0x8e9e05c52164694dL;

    private static final ByteString OPEN_END = ByteString.copyFrom(new byte[1]);

    final NavigableMap<ByteString, KeyValue> keys = new TreeMap<>(ORDER);
    final List<Event> history = new ArrayList<>();
    final List<Consumer<List<Event>>> listeners = new ArrayList<>();
    long revision = 1;
    long compacted = -1;

    synchronized ResponseHeader header() {
        return ResponseHeader.newBuilder()
                .setClusterId(CLUSTER_ID)
                .setMemberId(MEMBER_ID)
                .setRevision(revision)
                .setRaftTerm(2)
                .build();
    }

    NavigableMap<ByteString, KeyValue> slice(ByteString from, ByteString end) {
        if (end.isEmpty()) {
            return keys.subMap(from, true, from, true);
        }
        if (end.equals(OPEN_END)) {
            return keys.tailMap(from, true);
        }
        return ORDER.compare(from, end) >= 0 ? new TreeMap<>(ORDER) : keys.subMap(from, true, end, false);
    }

    static boolean covers(ByteString from, ByteString end, ByteString key) {
        if (end.isEmpty()) {
            return key.equals(from);
        }
        return ORDER.compare(key, from) >= 0 && (end.equals(OPEN_END) || ORDER.compare(key, end) < 0);
    }

    /** The previous value or null. */
    KeyValue put(ByteString key, ByteString value, long lease, long at) {
        KeyValue old = keys.get(key);
        KeyValue next = KeyValue.newBuilder()
                .setKey(key)
                .setValue(value)
                .setLease(lease)
                .setModRevision(at)
                .setCreateRevision(old == null ? at : old.getCreateRevision())
                .setVersion(old == null ? 1 : old.getVersion() + 1)
                .build();
        keys.put(key, next);
        history.add(event(Event.EventType.PUT, next, old));
        return old;
    }

    List<KeyValue> delete(ByteString from, ByteString end, long at) {
        List<KeyValue> gone = new ArrayList<>(slice(from, end).values());
        for (KeyValue old : gone) {
            keys.remove(old.getKey());
            KeyValue tombstone = KeyValue.newBuilder()
                    .setKey(old.getKey())
                    .setModRevision(at)
                    .build();
            history.add(event(Event.EventType.DELETE, tombstone, old));
        }
        return gone;
    }

    /** Publishes what has been added to the history since {@code from} as revision {@code at}. */
    void commit(int from, long at) {
        if (history.size() > from) {
            revision = at;
            List<Event> news = List.copyOf(history.subList(from, history.size()));
            List.copyOf(listeners).forEach(each -> each.accept(news));
        }
    }

    void compact(long at) {
        if (at <= compacted) {
            throw EtcdError.COMPACTED.exception();
        }
        if (at > revision) {
            throw EtcdError.FUTURE_REV.exception();
        }
        compacted = at;
    }

    private static Event event(Event.EventType type, KeyValue kv, KeyValue old) {
        Event.Builder event = Event.newBuilder().setType(type).setKv(kv);
        if (old != null) {
            event.setPrevKv(old);
        }
        return event.build();
    }
}
