// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.concurrency;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.mvccpb.Event;
import dev.cairn.node.wire.mvccpb.KeyValue;
import dev.cairn.node.wire.v3electionpb.LeaderResponse;

/** Who leads, and what it proclaims, as it happens: the latest of each is told for sure, as with clientv3's Observe. */
public final class Observation {
    private final OwnClient client;
    private final ByteString name;

    /** Takes what is told; may wait until there is room for it. */
    @FunctionalInterface
    public interface Observer {
        void tell(LeaderResponse leader) throws InterruptedException;
    }

    Observation(OwnClient client, ByteString name) {
        this.client = client;
        this.name = name;
    }

    /** Until it is interrupted, or a question or watch fails. */
    public void run(Observer observer) throws InterruptedException {
        while (true) {
            RangeResponse first = client.range(Turn.first(name));
            LeaderResponse leader = first.getKvsCount() == 0
                    ? awaitLeader(first.getHeader().getRevision())
                    : response(first.getHeader(), first.getKvs(0));
            observer.tell(leader);
            follow(leader, observer);
        }
    }

    private LeaderResponse awaitLeader(long fromRevision) throws InterruptedException {
        WatchCreateRequest request = WatchCreateRequest.newBuilder()
                .setKey(Turn.prefix(name))
                .setRangeEnd(Turn.end(name))
                .setStartRevision(fromRevision)
                .build();
        try (WatchedKeys watched = client.watch(request)) {
            while (true) {
                WatchResponse response = watched.next();
                for (Event event : response.getEventsList()) {
                    if (!Turn.isDeletion(event)) {
                        KeyValue leader = event.getKv();
                        return response(
                                response.getHeader().toBuilder()
                                        .setRevision(leader.getModRevision())
                                        .build(),
                                leader);
                    }
                }
            }
        }
    }

    /** Until its key is deleted. */
    private void follow(LeaderResponse leader, Observer observer) throws InterruptedException {
        WatchCreateRequest request = WatchCreateRequest.newBuilder()
                .setKey(leader.getKv().getKey())
                .setStartRevision(leader.getHeader().getRevision() + 1)
                .build();
        try (WatchedKeys watched = client.watch(request)) {
            while (true) {
                WatchResponse response = watched.next();
                for (Event event : response.getEventsList()) {
                    if (Turn.isDeletion(event)) {
                        return;
                    }
                    observer.tell(response(response.getHeader(), event.getKv()));
                }
            }
        }
    }

    private static LeaderResponse response(ResponseHeader header, KeyValue leader) {
        return LeaderResponse.newBuilder().setHeader(header).setKv(leader).build();
    }
}
