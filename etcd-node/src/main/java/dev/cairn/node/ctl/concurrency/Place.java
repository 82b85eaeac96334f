// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.concurrency;

import com.google.protobuf.ByteString;
import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.client.WatchClient;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.wire.etcdserverpb.Compare;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.ResponseOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.mvccpb.Event;

/**
 * A place in the queue below a name: the key {@code name/lease}, in the order of creation. Whoever has the oldest holds the
 * lock, or leads. The layout is etcd's, so that its clients stand in the same queue.
 */
final class Place {
    private final ClusterClient client;
    private final KeyRange queue;
    private final ByteString key;
    private final long created;
    private final long revision;

    private Place(ClusterClient client, KeyRange queue, ByteString key, long created, long revision) {
        this.client = client;
        this.queue = queue;
        this.key = key;
        this.created = created;
        this.revision = revision;
    }

    /** Takes a place at the end of the queue, with a value that those who look see. */
    static Place take(LeaseSession session, String name, ByteString value) {
        ByteString key = KeyRange.bytes(name + "/" + Long.toHexString(session.lease()));
        TxnResponse response = session.client()
                .ask(
                        Calls.TXN,
                        TxnRequest.newBuilder()
                                .addCompare(Compare.newBuilder()
                                        .setKey(key)
                                        .setTarget(Compare.CompareTarget.CREATE)
                                        .setResult(Compare.CompareResult.EQUAL)
                                        .setCreateRevision(0))
                                .addSuccess(RequestOp.newBuilder()
                                        .setRequestPut(PutRequest.newBuilder()
                                                .setKey(key)
                                                .setValue(value)
                                                .setLease(session.lease())))
                                .addFailure(RequestOp.newBuilder()
                                        .setRequestRange(
                                                RangeRequest.newBuilder().setKey(key)))
                                .build(),
                        Patience.unlimited());
        ResponseOp first = response.getResponses(0);
        long revision = response.getHeader().getRevision();
        long created = response.getSucceeded()
                ? revision
                : first.getResponseRange().getKvs(0).getCreateRevision();
        return new Place(session.client(), KeyRange.prefix(name + "/"), key, created, revision);
    }

    String key() {
        return key.toStringUtf8();
    }

    long revision() {
        return revision;
    }

    /** Returns when nobody is before it any more. */
    void awaitFront() {
        while (true) {
            RangeResponse before = client.ask(
                    Calls.RANGE,
                    RangeRequest.newBuilder()
                            .setKey(queue.key())
                            .setRangeEnd(queue.end())
                            .setLimit(1)
                            .setSortTarget(RangeRequest.SortTarget.CREATE)
                            .setSortOrder(RangeRequest.SortOrder.DESCEND)
                            .setMaxCreateRevision(created - 1)
                            .build(),
                    Patience.unlimited());
            if (before.getKvsCount() == 0) {
                return;
            }
            awaitDeletion(before.getKvs(0).getKey(), before.getHeader().getRevision());
        }
    }

    private void awaitDeletion(ByteString other, long since) {
        try (WatchClient watches = new WatchClient(client, true)) {
            WatchCreateRequest request = WatchCreateRequest.newBuilder()
                    .setKey(other)
                    .setStartRevision(since + 1)
                    .build();
            watches.watch(request, new WatchClient.Listener() {
                @Override
                public void heard(WatchResponse response) {
                    if (response.getEventsList().stream()
                            .anyMatch(event -> event.getType() == Event.EventType.DELETE)) {
                        watches.close();
                    }
                }

                @Override
                public void ended(WatchResponse response, String reason) {
                    throw new CommandFailure(CommandFailure.ERROR, reason);
                }
            });
            watches.run();
        }
    }

    /** This place's own key; without keys where it is lost. */
    RangeResponse look() {
        return client.ask(Calls.RANGE, RangeRequest.newBuilder().setKey(key).build(), Patience.unlimited());
    }

    void leave() {
        client.ask(
                Calls.DELETE_RANGE, DeleteRangeRequest.newBuilder().setKey(key).build(), Patience.unlimited());
    }
}
