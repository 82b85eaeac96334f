// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The key space as simply as it can be said: a whole map for each revision. Revision r is at place r - 1. */
final class NaiveStore {
    private static final Comparator<ByteString> BYTES = ByteString.unsignedLexicographicalComparator();

    private final List<NavigableMap<ByteString, KeyValue>> revisions = new ArrayList<>(List.of(new TreeMap<>(BYTES)));
    private long compacted = -1;

    /** A point to come back to. */
    record Mark(int revisions, long compacted) {}

    Mark mark() {
        return new Mark(revisions.size(), compacted);
    }

    void restore(Mark mark) {
        revisions.subList(mark.revisions(), revisions.size()).clear();
        compacted = mark.compacted();
    }

    long revision() {
        return revisions.size();
    }

    long compacted() {
        return compacted;
    }

    NavigableMap<ByteString, KeyValue> at(long revision) {
        return revisions.get((int) revision - 1);
    }

    void txn(TxnRequest request) {
        NavigableMap<ByteString, KeyValue> next = new TreeMap<>(at(revision()));
        boolean changed = false;
        for (RequestOp op : request.getSuccessList()) {
            if (op.hasRequestPut()) {
                put(next, op.getRequestPut());
                changed = true;
            } else if (op.hasRequestDeleteRange()) {
                DeleteRangeRequest delete = op.getRequestDeleteRange();
                changed |= next.keySet().removeIf(key -> within(key, delete.getKey(), delete.getRangeEnd()));
            }
        }
        if (changed) {
            revisions.add(next);
        }
    }

    private void put(NavigableMap<ByteString, KeyValue> into, PutRequest put) {
        KeyValue before = into.get(put.getKey());
        into.put(
                put.getKey(),
                KeyValue.newBuilder()
                        .setKey(put.getKey())
                        .setValue(put.getValue())
                        .setLease(put.getLease())
                        .setCreateRevision(before == null ? revision() + 1 : before.getCreateRevision())
                        .setModRevision(revision() + 1)
                        .setVersion(before == null ? 1 : before.getVersion() + 1)
                        .build());
    }

    void compact(long revision) {
        compacted = revision;
    }

    RangeResponse range(RangeRequest request) {
        long revision = request.getRevision() <= 0 ? revision() : request.getRevision();
        if (revision > revision()) {
            throw EtcdError.FUTURE_REV.exception();
        }
        if (revision < compacted) {
            throw EtcdError.COMPACTED.exception();
        }
        List<KeyValue> all = at(revision).values().stream()
                .filter(kv -> within(kv.getKey(), request.getKey(), request.getRangeEnd()))
                .toList();
        RangeResponse.Builder response = RangeResponse.newBuilder()
                .setHeader(ResponseHeader.newBuilder().setRevision(revision()))
                .setCount(all.size());
        if (request.getCountOnly()) {
            return response.build();
        }
        List<KeyValue> kept =
                new ArrayList<>(all.stream().filter(kv -> passes(kv, request)).toList());
        boolean more = request.getLimit() > 0 && kept.size() > request.getLimit();
        boolean unfiltered = request.getMinModRevision() == 0
                && request.getMaxModRevision() == 0
                && request.getMinCreateRevision() == 0
                && request.getMaxCreateRevision() == 0;
        // As etcd: without an order the search ends one key behind the limit, and only then is sorted.
        if (request.getSortOrder() == RangeRequest.SortOrder.NONE && unfiltered && more) {
            kept = new ArrayList<>(kept.subList(0, (int) request.getLimit() + 1));
        }
        kept.sort(order(request));
        if (more) {
            kept = kept.subList(0, (int) request.getLimit());
        }
        kept.forEach(kv -> response.addKvs(
                request.getKeysOnly() ? kv.toBuilder().clearValue().build() : kv));
        return response.setMore(more).build();
    }

    private static boolean passes(KeyValue kv, RangeRequest request) {
        return (request.getMinModRevision() == 0 || kv.getModRevision() >= request.getMinModRevision())
                && (request.getMaxModRevision() == 0 || kv.getModRevision() <= request.getMaxModRevision())
                && (request.getMinCreateRevision() == 0 || kv.getCreateRevision() >= request.getMinCreateRevision())
                && (request.getMaxCreateRevision() == 0 || kv.getCreateRevision() <= request.getMaxCreateRevision());
    }

    private static Comparator<KeyValue> order(RangeRequest request) {
        Comparator<KeyValue> ascending = switch (request.getSortTarget()) {
            case VERSION -> Comparator.comparingLong(KeyValue::getVersion);
            case CREATE -> Comparator.comparingLong(KeyValue::getCreateRevision);
            case MOD -> Comparator.comparingLong(KeyValue::getModRevision);
            case VALUE -> Comparator.comparing(KeyValue::getValue, BYTES);
            case KEY, UNRECOGNIZED -> Comparator.comparing(KeyValue::getKey, BYTES);
        };
        return request.getSortOrder() == RangeRequest.SortOrder.DESCEND ? ascending.reversed() : ascending;
    }

    private static boolean within(ByteString key, ByteString from, ByteString to) {
        if (to.isEmpty()) {
            return key.equals(from);
        }
        boolean unbounded = to.size() == 1 && to.byteAt(0) == 0;
        return BYTES.compare(key, from) >= 0 && (unbounded || BYTES.compare(key, to) < 0);
    }
}
