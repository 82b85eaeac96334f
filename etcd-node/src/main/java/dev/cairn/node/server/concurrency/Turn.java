// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.concurrency;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.Compare;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.mvccpb.Event;

/**
 * The order of those who wait under a name: the key with the lowest create revision has its turn. Names, keys and
 * questions are clientv3/concurrency's, so that clients of both kinds can wait for the same thing.
 */
final class Turn {
    private Turn() {}

    /** What all keys of a name begin with. */
    static ByteString prefix(ByteString name) {
        return name.concat(ByteString.copyFromUtf8("/"));
    }

    /** The key of one session. */
    static ByteString key(ByteString name, long lease) {
        return prefix(name).concat(ByteString.copyFromUtf8(Long.toHexString(lease)));
    }

    static Compare createdAt(ByteString key, long revision) {
        return Compare.newBuilder()
                .setTarget(Compare.CompareTarget.CREATE)
                .setResult(Compare.CompareResult.EQUAL)
                .setKey(key)
                .setCreateRevision(revision)
                .build();
    }

    static RangeRequest get(ByteString key) {
        return RangeRequest.newBuilder().setKey(key).build();
    }

    /** Whose turn it is. */
    static RangeRequest first(ByteString name) {
        return under(name)
                .setSortOrder(RangeRequest.SortOrder.ASCEND)
                .setSortTarget(RangeRequest.SortTarget.CREATE)
                .setLimit(1)
                .build();
    }

    /** Where those keys end: what comes behind the slash. */
    static ByteString end(ByteString name) {
        return name.concat(ByteString.copyFromUtf8("0"));
    }

    private static RangeRequest.Builder under(ByteString name) {
        return RangeRequest.newBuilder().setKey(prefix(name)).setRangeEnd(end(name));
    }

    /** Waits until all keys of the name are gone that were created at {@code maxCreateRevision} or before. */
    static void await(OwnClient client, ByteString name, long maxCreateRevision) throws InterruptedException {
        RangeRequest before = under(name)
                .setSortOrder(RangeRequest.SortOrder.DESCEND)
                .setSortTarget(RangeRequest.SortTarget.CREATE)
                .setLimit(1)
                .setMaxCreateRevision(maxCreateRevision)
                .build();
        while (true) {
            RangeResponse last = client.range(before);
            if (last.getKvsCount() == 0) {
                return;
            }
            awaitDeletion(client, last.getKvs(0).getKey(), last.getHeader().getRevision());
        }
    }

    private static void awaitDeletion(OwnClient client, ByteString key, long fromRevision) throws InterruptedException {
        WatchCreateRequest request = WatchCreateRequest.newBuilder()
                .setKey(key)
                .setStartRevision(fromRevision)
                .addFilters(WatchCreateRequest.FilterType.NOPUT)
                .build();
        try (WatchedKeys watched = client.watch(request)) {
            WatchResponse response = watched.next();
            while (response.getEventsList().stream().noneMatch(Turn::isDeletion)) {
                response = watched.next();
            }
        }
    }

    static boolean isDeletion(Event event) {
        return event.getType() == Event.EventType.DELETE;
    }
}
