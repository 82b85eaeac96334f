// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.cairn.node.mvcc.RevisionEvents;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.splice.Encoded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What it costs to bring events to watchers, without a network. Run its main method; prints a line for each case. */
final class WatchFanOutBenchmark {
    private static final String VALUE = "v".repeat(256);

    private WatchFanOutBenchmark() {}

    public static void main(String[] args) {
        for (int round = 0; round < 2; round++) {
            String label = round == 0 ? "warm-up: " : "";
            run(label + "no watcher", 0, i -> null, 200_000);
            run(label + "100 watchers of one prefix", 100, i -> prefix("key"), 40_000);
            run(label + "1,000 watchers of one prefix", 1000, i -> prefix("key"), 4_000);
            run(label + "1,000 watchers of their own keys", 1000, i -> single(i), 200_000);
            run(label + "10,000 watchers of their own keys", 10_000, i -> single(i), 200_000);
            run(label + "1,000 watchers of their own prefixes", 1000, i -> prefix(key(i)), 200_000);
            catchUp(label + "100 watchers catching up on 20,000 revisions from memory");
        }
    }

    private static void run(String name, int watchers, IntFunction<WatchCreateRequest> wish, int revisions) {
        ModelStore store = new ModelStore();
        WatchHub hub = hub(store);
        CountingSink sink = new CountingSink();
        for (int i = 0; i < watchers; i++) {
            hub.open(sink).create(wish.apply(i));
        }
        List<RevisionEvents> events = events(store, revisions);
        long before = System.nanoTime();
        events.forEach(each -> hub.published(List.of(each)));
        print(name, System.nanoTime() - before, revisions, sink);
    }

    private static void catchUp(String name) {
        ModelStore store = new ModelStore();
        WatchHub hub = hub(store);
        hub.published(events(store, 20_000));
        CountingSink sink = new CountingSink();
        for (int i = 0; i < 100; i++) {
            hub.open(sink).create(prefix("key").toBuilder().setStartRevision(2).build());
        }
        long before = System.nanoTime();
        while (hub.catchUp().runOnce()) {}
        print(name, System.nanoTime() - before, 20_000, sink);
    }

    private static void print(String name, long nanos, int revisions, CountingSink sink) {
        System.out.printf(
                "%-70s %,12.0f revisions/s %,14.0f events/s %8.0f MB/s encoded%n",
                name, revisions * 1e9 / nanos, sink.events * 1e9 / nanos, sink.bytes * 1e3 / nanos);
    }

    private static List<RevisionEvents> events(ModelStore store, int revisions) {
        List<RevisionEvents> events = new ArrayList<>();
        for (int i = 0; i < revisions; i++) {
            events.add(store.apply(List.of(new ModelStore.Change(key(i % 1000), VALUE))));
        }
        return events;
    }

    private static WatchHub hub(ModelStore store) {
        return new WatchHub(
                store,
                revision -> ResponseHeader.newBuilder()
                        .setClusterId(-1)
                        .setMemberId(-1)
                        .setRevision(revision)
                        .setRaftTerm(7)
                        .build(),
                WatchSettings.of(64L * 1024 * 1024, 1_572_864, 600_000_000_000L));
    }

    private static String key(int i) {
        return String.format("key/%06d", i);
    }

    private static WatchCreateRequest single(int i) {
        return WatchCreateRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key(i)))
                .build();
    }

    private static WatchCreateRequest prefix(String prefix) {
        return WatchCreateRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(prefix))
                .setRangeEnd(ByteString.copyFromUtf8(prefix + "\u007f"))
                .build();
    }

    /** Writes each response out, as a transport would. */
    private static final class CountingSink implements WatchSink {
        private final byte[] buffer = new byte[4 * 1024 * 1024];
        private long events;
        private long bytes;

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(Encoded response) {
            CodedOutputStream out = CodedOutputStream.newInstance(buffer);
            try {
                response.writeTo(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            bytes += out.getTotalBytesWritten();
            if (response instanceof dev.cairn.node.wire.splice.EncodedWatch watch) {
                events += watch.events().size();
            }
        }
    }
}
