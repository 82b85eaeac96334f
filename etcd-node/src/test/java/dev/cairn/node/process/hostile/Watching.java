// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Watchers on each member, a hundred streams to a connection, all of one key; then one put of 1.4 MB there. They read what
 * they are told. Or they come back over an event that has already been.
 */
record Watching(int watchersOfEach, boolean resuming) implements Attack.Deed {
    private static final int STREAMS_PER_CONNECTION = 100;
    private static final String KEY = "/watched";
    private static final int BIG_BYTES = 1_400_000;
    private static final long CREATED_SECONDS = 15;
    private static final long TOLD_SECONDS = 20;

    private static final class Counting implements StreamObserver<Long> {
        private final AtomicInteger created;
        private final AtomicInteger told;
        private final AtomicInteger failed;

        Counting(AtomicInteger created, AtomicInteger told, AtomicInteger failed) {
            this.created = created;
            this.told = told;
            this.failed = failed;
        }

        @Override
        public void onNext(Long length) {
            (length < BIG_BYTES ? created : told).incrementAndGet();
        }

        @Override
        public void onError(Throwable error) {
            failed.incrementAndGet();
        }

        @Override
        public void onCompleted() {
            failed.incrementAndGet();
        }
    }

    @Override
    public String run(Scene scene) {
        AtomicInteger created = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        Grpc writer = scene.with(new Grpc(scene.port()));
        if (resuming) {
            writer.put(KEY, new byte[BIG_BYTES]);
        }
        int all = watchersOfEach * scene.servers().size();
        for (Server server : scene.servers()) {
            List<Grpc> connections = new ArrayList<>();
            for (int i = 0; i < watchersOfEach; i++) {
                if (i % STREAMS_PER_CONNECTION == 0) {
                    connections.add(scene.with(new Grpc(server.port())));
                }
                connections.getLast().stream("Watch/Watch", new Counting(created, told, failed))
                        .onNext(Grpc.bytes(request(resuming ? 1 : 0)));
            }
        }
        until(CREATED_SECONDS, () -> created.get() + failed.get() >= all || !scene.isAlive());
        if (!resuming) {
            writer.put(KEY, new byte[BIG_BYTES]);
        }
        until(TOLD_SECONDS, () -> told.get() + failed.get() >= all || !scene.isAlive());
        return told + " of " + all + " told" + (failed.get() > 0 ? ", " + failed + " streams ended" : "");
    }

    private static WatchRequest request(long startRevision) {
        return WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(KEY))
                        .setStartRevision(startRevision))
                .build();
    }

    private static void until(long seconds, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
