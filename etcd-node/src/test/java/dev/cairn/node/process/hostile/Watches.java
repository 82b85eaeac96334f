// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.WatchCancelRequest;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Watchers that do not read what they are told, and such as come and go. */
final class Watches {
    private static final String KEY = "/watched";
    private static final int CONNECTIONS = 10;
    private static final int STREAMS = 100;
    private static final int SMALL_EVENTS = 20_000;
    private static final int SMALL_BYTES = 200;
    private static final int LARGE_EVENTS = 20;
    private static final int LARGE_BYTES = 1_400_000;
    private static final int CHURN_CONNECTIONS = 4;
    private static final long CHURN_SECONDS = 10;
    private static final long EVENTS_SECONDS = 20;
    private static final long HELD_SECONDS = 8;
    private static final int PUTTERS = 8;

    private Watches() {}

    static String unreadSmallEvents(Scene scene) throws Exception {
        return unread(scene, SMALL_EVENTS, SMALL_BYTES);
    }

    static String unreadLargeEvents(Scene scene) throws Exception {
        return unread(scene, LARGE_EVENTS, LARGE_BYTES);
    }

    private static String unread(Scene scene, int events, int bytes) throws Exception {
        byte[] create = Http2.message(create());
        for (int i = 0; i < CONNECTIONS; i++) {
            Http2 connection = scene.with(new Http2(scene.port()));
            for (int stream = 0; stream < STREAMS; stream++) {
                connection.open(2 * stream + 1, "Watch/Watch");
                connection.frame(Http2.DATA, 0, 2 * stream + 1, create);
            }
            connection.flush();
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(EVENTS_SECONDS);
        List<Thread> putters = new ArrayList<>();
        AtomicInteger put = new AtomicInteger();
        for (int i = 0; i < PUTTERS; i++) {
            putters.add(Thread.ofVirtual().start(() -> {
                try (Grpc writer = new Grpc(scene.port())) {
                    while (System.nanoTime() - end < 0 && put.get() < events) {
                        writer.put(KEY, new byte[bytes]);
                        put.incrementAndGet();
                    }
                } catch (StatusRuntimeException ended) {
                    Thread.onSpinWait();
                }
            }));
        }
        for (Thread each : putters) {
            each.join();
        }
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(HELD_SECONDS));
        return put + " events of " + bytes + " B for " + CONNECTIONS * STREAMS + " watchers";
    }

    /** Created and cancelled without waiting, over and over on one stream of each connection. */
    static String churn(Scene scene) throws IOException {
        byte[] create = Http2.message(create());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CHURN_SECONDS);
        List<Http2> connections = new ArrayList<>();
        for (int i = 0; i < CHURN_CONNECTIONS; i++) {
            Http2 connection = scene.with(Http2.reader(scene.port(), Http2.NOBODY));
            connection.open(1, "Watch/Watch");
            connections.add(connection);
        }
        long created = 0;
        while (System.nanoTime() - end < 0 && scene.isAlive()) {
            boolean wrote = false;
            for (Http2 each : connections) {
                byte[] cancel = Http2.message(WatchRequest.newBuilder()
                        .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(created))
                        .build()
                        .toByteArray());
                if (!each.isGone() && each.take(1, create.length + cancel.length)) {
                    each.frame(Http2.DATA, 0, 1, create);
                    each.frame(Http2.DATA, 0, 1, cancel);
                    each.flush();
                    wrote = true;
                }
            }
            created += wrote ? 1 : 0;
            if (!wrote) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        return created * CHURN_CONNECTIONS + " created and cancelled";
    }

    static byte[] create() {
        return Grpc.bytes(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder().setKey(ByteString.copyFromUtf8(KEY)))
                .build());
    }
}
