// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.splice.Encoded;
import java.util.ArrayList;
import java.util.List;

/** A connection that takes so many responses with events and then is full until it gets more room. */
final class TestSink implements WatchSink {
    private final List<WatchResponse> received = new ArrayList<>();
    private int taken;
    private long room = Long.MAX_VALUE;

    @Override
    public synchronized boolean isReady() {
        return room > 0;
    }

    @Override
    public synchronized void send(Encoded response) {
        try {
            WatchResponse parsed = WatchResponse.parseFrom(response.toByteArray());
            received.add(parsed);
            if (parsed.getEventsCount() > 0) {
                room--;
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("a response that no client can read", e);
        }
    }

    synchronized void room(long responses) {
        room = responses;
    }

    synchronized List<WatchResponse> received() {
        return List.copyOf(received);
    }

    /** What came since the last call. */
    synchronized List<WatchResponse> take() {
        List<WatchResponse> fresh = List.copyOf(received.subList(taken, received.size()));
        taken = received.size();
        return fresh;
    }
}
