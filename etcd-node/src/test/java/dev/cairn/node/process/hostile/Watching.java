// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

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

    /** What the watchers of one connection have got: the first bytes of a stream say that it was created. */
    private static final class Counting implements Http2.Heard {
        private final Map<Integer, Long> bytes = new ConcurrentHashMap<>();
        private final Set<Integer> ended = ConcurrentHashMap.newKeySet();

        @Override
        public void data(int stream, int length) {
            bytes.merge(stream, (long) length, Long::sum);
        }

        @Override
        public void ended(int stream) {
            ended.add(stream);
        }

        long created() {
            return bytes.size();
        }

        long told() {
            return bytes.values().stream().filter(each -> each > BIG_BYTES).count();
        }
    }

    @Override
    public String run(Scene scene) throws IOException {
        Grpc writer = scene.with(new Grpc(scene.port()));
        if (resuming) {
            writer.put(KEY, new byte[BIG_BYTES]);
        }
        int all = watchersOfEach * scene.servers().size();
        List<Counting> watchers = new ArrayList<>();
        for (Server server : scene.servers()) {
            for (int left = watchersOfEach; left > 0; left -= STREAMS_PER_CONNECTION) {
                Counting counting = new Counting();
                watchers.add(counting);
                watch(scene.with(Http2.reader(server.port(), counting)), Math.min(left, STREAMS_PER_CONNECTION));
            }
        }
        until(CREATED_SECONDS, () -> sum(watchers, Counting::created) >= all || !scene.isAlive());
        if (!resuming) {
            writer.put(KEY, new byte[BIG_BYTES]);
        }
        until(TOLD_SECONDS, () -> sum(watchers, Counting::told) >= all || !scene.isAlive());
        long ended = sum(watchers, each -> each.ended.size());
        return sum(watchers, Counting::told) + " of " + all + " told" + (ended > 0 ? ", " + ended + " ended" : "");
    }

    private void watch(Http2 connection, int streams) throws IOException {
        byte[] message = Http2.message(request(resuming ? 1 : 0).toByteArray());
        for (int i = 0; i < streams; i++) {
            connection.open(2 * i + 1, "Watch/Watch");
            connection.frame(Http2.DATA, 0, 2 * i + 1, message);
        }
        connection.flush();
    }

    private static long sum(List<Counting> all, ToLongFunction<Counting> what) {
        return all.stream().mapToLong(what).sum();
    }

    private static WatchRequest request(long startRevision) {
        return WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(KEY))
                        .setStartRevision(startRevision))
                .build();
    }

    private static void until(long seconds, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
