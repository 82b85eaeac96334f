// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/** A heavy client: what there is before it comes, and what it does, for some seconds; then a word about how much it was. */
record HeavyLoad(String name, Consumer<Scene> before, Function<Scene, String> work) {
    private static final long SECONDS = 15;
    private static final long PATIENCE_SECONDS = 60;
    private static final int KEYS_PER_TXN = 100;
    private static final int FILLERS = 8;
    private static final int CONTROLLER_KEYS = 5_000;
    private static final int WORKERS = 16;
    private static final int LEASES = 1000;
    private static final int KEYS_PER_LEASE = 10;
    private static final long TTL_SECONDS = 15;
    private static final int WATCH_CONNECTIONS = 100;
    private static final int WATCHES_EACH = 100;
    private static final ByteString ALL = ByteString.copyFrom(new byte[] {0});

    static List<HeavyLoad> all(int keys) {
        return List.of(
                new HeavyLoad("lists", scene -> fill(scene, keys), HeavyLoad::list),
                new HeavyLoad("controller", scene -> fill(scene, CONTROLLER_KEYS), HeavyLoad::hotLoop),
                new HeavyLoad("leases", HeavyLoad::grant, HeavyLoad::expire),
                new HeavyLoad("watchers", scene -> watch(scene), HeavyLoad::reconnect));
    }

    void prepare(Scene scene) {
        before.accept(scene);
    }

    String run(Scene scene) {
        return work.apply(scene);
    }

    private static void fill(Scene scene, int keys) {
        AtomicInteger next = new AtomicInteger();
        try (var fillers = Executors.newFixedThreadPool(FILLERS)) {
            for (int i = 0; i < FILLERS; i++) {
                fillers.submit(() -> {
                    try (Grpc connection = new Grpc(scene.port())) {
                        for (int first = next.getAndAdd(KEYS_PER_TXN);
                                first < keys;
                                first = next.getAndAdd(KEYS_PER_TXN)) {
                            connection.kv(PATIENCE_SECONDS).txn(puts("/heavy/%09d", first, KEYS_PER_TXN, 0));
                        }
                    }
                });
            }
        }
    }

    private static TxnRequest puts(String form, int first, int count, long lease) {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        for (int i = first; i < first + count; i++) {
            txn.addSuccess(RequestOp.newBuilder()
                    .setRequestPut(PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8(String.format(form, i)))
                            .setValue(ByteString.copyFrom(new byte[100]))
                            .setLease(lease)));
        }
        return txn.build();
    }

    /** Everything there is, again and again, by one client. */
    private static String list(Scene scene) {
        byte[] request = Grpc.bytes(
                RangeRequest.newBuilder().setKey(ALL).setRangeEnd(ALL).build());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long bytes = 0;
        int lists = 0;
        int refused = 0;
        try (Grpc connection = new Grpc(scene.port())) {
            while (System.nanoTime() - end < 0) {
                try {
                    bytes += connection.ask("KV/Range", request, PATIENCE_SECONDS);
                    lists++;
                } catch (StatusRuntimeException e) {
                    refused++;
                }
            }
        }
        return lists + " lists, " + bytes / 1_000_000 + " MB" + (refused > 0 ? ", " + refused + " refused" : "");
    }

    /** Lists a prefix and writes one of its keys, without a pause, sixteen at once on one connection. */
    private static String hotLoop(Scene scene) {
        byte[] request = Grpc.bytes(RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("/heavy/"))
                .setRangeEnd(ByteString.copyFromUtf8("/heavy0"))
                .build());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        AtomicLong turns = new AtomicLong();
        try (Grpc connection = new Grpc(scene.port());
                var workers = Executors.newFixedThreadPool(WORKERS)) {
            for (int i = 0; i < WORKERS; i++) {
                int own = i;
                workers.submit(() -> {
                    while (System.nanoTime() - end < 0) {
                        connection.ask("KV/Range", request, PATIENCE_SECONDS);
                        connection.kv(PATIENCE_SECONDS).txn(puts("/heavy/%09d", own, 1, 0));
                        turns.incrementAndGet();
                    }
                });
            }
            workers.shutdown();
            await(workers);
        }
        return turns + " turns";
    }

    private static void await(java.util.concurrent.ExecutorService workers) {
        try {
            workers.awaitTermination(SECONDS + PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Granted so that all of them end in the middle of the measurement. */
    private static void grant(Scene scene) {
        fill(scene, CONTROLLER_KEYS);
    }

    private static String expire(Scene scene) {
        try (Grpc connection = new Grpc(scene.port())) {
            for (int i = 0; i < LEASES; i++) {
                long id = 1000L + i;
                connection.ask(
                        "Lease/LeaseGrant",
                        Grpc.bytes(LeaseGrantRequest.newBuilder()
                                .setID(id)
                                .setTTL(TTL_SECONDS)
                                .build()),
                        PATIENCE_SECONDS);
                connection.kv(PATIENCE_SECONDS).txn(puts("/leased/%09d", KEYS_PER_LEASE * i, KEYS_PER_LEASE, id));
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(TTL_SECONDS + SECONDS / 2));
            long left = connection
                    .kv(PATIENCE_SECONDS)
                    .range(RangeRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("/leased/"))
                            .setRangeEnd(ByteString.copyFromUtf8("/leased0"))
                            .setCountOnly(true)
                            .build())
                    .getCount();
            return LEASES * KEYS_PER_LEASE - left + " keys went with their leases";
        }
    }

    private static List<Http2> watch(Scene scene) {
        byte[] create = Http2.message(Watches.create());
        List<Http2> connections = new ArrayList<>();
        try {
            for (int i = 0; i < WATCH_CONNECTIONS; i++) {
                Http2 connection = scene.with(Http2.reader(scene.port(), Http2.NOBODY));
                for (int stream = 0; stream < WATCHES_EACH; stream++) {
                    connection.open(2 * stream + 1, "Watch/Watch");
                    connection.frame(Http2.DATA, 0, 2 * stream + 1, create);
                }
                connection.flush();
                connections.add(connection);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connections;
    }

    /** All of them go at once, and come back, as behind a load balancer that was restarted. */
    private static String reconnect(Scene scene) {
        int times = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() - end < 0) {
            scene.leave();
            watch(scene);
            times++;
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SECONDS / 5));
        }
        return WATCH_CONNECTIONS * WATCHES_EACH + " watchers came back " + times + " times";
    }
}
