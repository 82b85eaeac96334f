// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Many connections or streams at once, slow ones, broken ones. */
final class Connections {
    private static final int IDLE_STREAMS = 100_000;
    private static final int STREAMS_PER_CONNECTION = 1000;
    private static final int RESETS = 5000;
    private static final int WATCHES = 4000;
    private static final int DRIPPING = 500;
    private static final int DRIPS = 12;
    private static final int SILENT = 2000;
    private static final int HALF = 1000;
    private static final int PIPELINED = 20_000;
    private static final long HELD_SECONDS = 10;
    private static final long WATCHES_SECONDS = 60;

    private Connections() {}

    static String idleStreams(Scene scene) throws IOException {
        byte[] headers = Http2.headers("Watch/Watch");
        int opened = 0;
        int refused = 0;
        while (opened < IDLE_STREAMS && refused < 10) {
            Http2 connection = scene.with(new Http2(scene.port()));
            try {
                for (int i = 0; i < STREAMS_PER_CONNECTION; i++) {
                    connection.frame(Http2.HEADERS, Http2.END_HEADERS, 2 * i + 1, headers);
                }
                connection.flush();
                opened += STREAMS_PER_CONNECTION;
            } catch (IOException e) {
                refused++;
            }
        }
        hold(HELD_SECONDS);
        return opened + " opened";
    }

    static String resets(Scene scene) throws IOException {
        byte[] begun = (new String(Http1.head("/v3/kv/range", 1000), StandardCharsets.US_ASCII) + "{\"key\":")
                .getBytes(StandardCharsets.US_ASCII);
        List<Http1> all = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < RESETS && refused < 10; i++) {
            try {
                Http1 connection = scene.with(new Http1(scene.port(), 0));
                connection.write(begun);
                all.add(connection);
            } catch (IOException e) {
                refused++;
            }
        }
        for (Http1 each : all) {
            each.reset();
        }
        return all.size() + " reset";
    }

    static String watches(Scene scene) {
        AtomicInteger created = new AtomicInteger();
        StreamObserver<Long> counting = new StreamObserver<>() {
            @Override
            public void onNext(Long length) {
                created.incrementAndGet();
            }

            @Override
            public void onError(Throwable error) {
                Thread.onSpinWait();
            }

            @Override
            public void onCompleted() {
                Thread.onSpinWait();
            }
        };
        byte[] request = Grpc.bytes(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder().setKey(ByteString.copyFromUtf8("/watched")))
                .build());
        long began = System.nanoTime();
        List<Grpc> two = List.of(scene.with(new Grpc(scene.port())), scene.with(new Grpc(scene.port())));
        for (int i = 0; i < WATCHES; i++) {
            two.get(i % 2).stream("Watch/Watch", counting).onNext(request);
        }
        long end = began + TimeUnit.SECONDS.toNanos(WATCHES_SECONDS);
        while (created.get() < WATCHES && System.nanoTime() - end < 0 && scene.isAlive()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return created + " created in " + (System.nanoTime() - began) / 1_000_000 + " ms";
    }

    static String drip(Scene scene) throws IOException {
        byte[] head = Http1.head("/v3/kv/range", 10);
        List<Http1> all = new ArrayList<>();
        for (int i = 0; i < DRIPPING; i++) {
            all.add(scene.with(new Http1(scene.port(), 0)));
        }
        for (int i = 0; i < DRIPS; i++) {
            List<Http1> closed = new ArrayList<>();
            for (Http1 each : all) {
                try {
                    each.write(new byte[] {head[i]});
                } catch (IOException e) {
                    closed.add(each);
                }
            }
            all.removeAll(closed);
            hold(1);
        }
        return all.size() + " of " + DRIPPING + " still open";
    }

    static String silent(Scene scene) throws IOException {
        return open(scene, SILENT, new byte[0]);
    }

    static String halfPreface(Scene scene) throws IOException {
        return open(scene, HALF, "PRI * HTTP/2".getBytes(StandardCharsets.US_ASCII));
    }

    private static String open(Scene scene, int count, byte[] first) throws IOException {
        for (int i = 0; i < count; i++) {
            scene.with(new Http1(scene.port(), 0)).write(first);
        }
        hold(HELD_SECONDS);
        return count + " opened";
    }

    static String pipelining(Scene scene) throws IOException {
        String one = new String(Http1.head("/v3/kv/range", 16), StandardCharsets.US_ASCII) + "{\"key\": \"a2V5\"}\n";
        byte[] many = one.repeat(100).getBytes(StandardCharsets.US_ASCII);
        Http1 connection = scene.with(new Http1(scene.port(), 0));
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < PIPELINED / 100; i++) {
                    connection.write(many);
                }
            } catch (IOException closed) {
                Thread.onSpinWait();
            }
        });
        hold(HELD_SECONDS);
        return writer.isAlive() ? "the member has stopped reading" : PIPELINED + " taken";
    }

    private static void hold(long seconds) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
    }
}
