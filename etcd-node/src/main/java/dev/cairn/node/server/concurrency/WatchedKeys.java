// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.concurrency;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Watches;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.splice.Encoded;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A watch whose responses are taken one by one. It is told more only as long as few wait to be taken. */
final class WatchedKeys implements AutoCloseable {
    private static final int WAITING_MAX = 16;

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final Watches.Stream stream;

    /** Exactly one of both. */
    private record Told(WatchResponse response, RuntimeException error) {}

    private WatchedKeys(Watches watches, Caller caller) {
        stream = watches.open(caller, new Watches.Sink() {
            @Override
            public boolean isReady() {
                return told.size() < WAITING_MAX;
            }

            @Override
            public void send(Encoded watchResponse) {
                told.add(new Told((WatchResponse) watchResponse.toMessage(), null));
            }

            @Override
            public void fail(RuntimeException error) {
                told.add(new Told(null, error));
            }
        });
    }

    static WatchedKeys open(Watches watches, Caller caller, WatchCreateRequest request) {
        WatchedKeys keys = new WatchedKeys(watches, caller);
        keys.stream.request(WatchRequest.newBuilder().setCreateRequest(request).build());
        return keys;
    }

    /** The next response with events. COMPACTED or WATCH_CANCELED where the watch ended. */
    WatchResponse next() throws InterruptedException {
        while (true) {
            Told next = told.take();
            if (told.isEmpty()) {
                stream.ready();
            }
            if (next.error() != null) {
                throw next.error();
            }
            WatchResponse response = next.response();
            if (response.getCanceled()) {
                throw ended(response).exception();
            }
            if (response.getEventsCount() > 0) {
                return response;
            }
        }
    }

    private static EtcdError ended(WatchResponse response) {
        if (response.getCompactRevision() != 0) {
            return EtcdError.COMPACTED;
        }
        EtcdError reason = EtcdError.ofText(response.getCancelReason());
        return reason == null ? EtcdError.WATCH_CANCELED : reason;
    }

    @Override
    public void close() {
        stream.close();
    }
}
