// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.mvcc.RevisionEvents;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest.FilterType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many clients with random wishes and connections, over a store that is compacted and replaced; see {@link WatchedClient}. */
class WatchModelTest {
    private static final int KEYS = 12;
    private static final long INTERVAL_NANOS = 1_000;

    private final ModelStore store = new ModelStore();
    private final WatchHub hub = new WatchHub(
            store,
            revision -> ResponseHeader.newBuilder().setRevision(revision).build(),
            new WatchSettings(20_000, 500, INTERVAL_NANOS));
    private final List<WatchedClient> clients = new ArrayList<>();
    private final List<RevisionEvents> unpublished = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyWatcherGetsExactlyItsEvents(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 6; i++) {
            clients.add(new WatchedClient(hub));
        }
        for (int step = 0; step < 1500; step++) {
            step(random, step);
        }
        finish();
    }

    private void step(SplittableRandom random, long step) {
        WatchedClient client = clients.get(random.nextInt(clients.size()));
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> write(random);
            case 7, 8, 9 -> publish();
            case 10, 11, 12 -> hub.catchUp().runOnce();
            case 13, 14 -> client.create(creation(random));
            case 15 -> {
                client.read();
                List<Long> ids = client.ids();
                if (ids.size() > 4) {
                    client.stream.cancel(ids.get(random.nextInt(ids.size())));
                }
            }
            case 16 -> {
                client.sink.room(random.nextInt(5));
                client.stream.ready();
            }
            case 17 -> client.stream.progress();
            case 18 -> hub.tick(step * 100);
            case 19 -> rarely(random);
            default -> throw new IllegalStateException();
        }
    }

    private void rarely(SplittableRandom random) {
        switch (random.nextInt(8)) {
            case 0 -> {
                long from = Math.max(1, store.compactRevision() + 1);
                store.compact(from + random.nextLong(store.currentRevision() - from + 1));
            }
            case 1 -> {
                unpublished.clear();
                hub.snapshotInstalled();
            }
            default -> publish();
        }
    }

    private void write(SplittableRandom random) {
        List<ModelStore.Change> changes = new ArrayList<>();
        int first = random.nextInt(KEYS);
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            String value = random.nextInt(4) == 0 ? null : "v".repeat(random.nextInt(200));
            changes.add(new ModelStore.Change("k" + (char) ('a' + (first + i) % KEYS), value));
        }
        RevisionEvents events = store.apply(changes);
        if (events != null) {
            unpublished.add(events);
        }
    }

    private void publish() {
        hub.published(List.copyOf(unpublished));
        unpublished.clear();
    }

    private WatchCreateRequest creation(SplittableRandom random) {
        WatchCreateRequest.Builder create = WatchCreateRequest.newBuilder().setKey(key(random));
        switch (random.nextInt(4)) {
            case 0 -> create.setRangeEnd(create.getKey().concat(ByteString.copyFrom(new byte[] {(byte) 0xff})));
            case 1 -> create.setRangeEnd(ByteString.copyFromUtf8("kz"));
            case 2 -> create.setRangeEnd(ByteString.copyFrom(new byte[1]));
            default -> {}
        }
        switch (random.nextInt(4)) {
            case 0 -> create.setStartRevision(1 + random.nextLong(store.currentRevision() + 20));
            case 1 -> create.setStartRevision(Math.max(1, store.currentRevision() - random.nextLong(10)));
            default -> {}
        }
        if (random.nextInt(6) == 0) {
            create.addFilters(random.nextBoolean() ? FilterType.NOPUT : FilterType.NODELETE);
        }
        return create.setPrevKv(random.nextBoolean())
                .setFragment(random.nextBoolean())
                .setProgressNotify(random.nextBoolean())
                .build();
    }

    private static ByteString key(SplittableRandom random) {
        return ByteString.copyFromUtf8("k" + (char) ('a' + random.nextInt(KEYS)));
    }

    private void finish() throws Exception {
        publish();
        for (WatchedClient client : clients) {
            client.sink.room(Long.MAX_VALUE);
            client.stream.ready();
        }
        while (hub.catchUp().runOnce()) {}
        int checked = 0;
        for (WatchedClient client : clients) {
            client.stream.progress();
            client.read();
            checked += client.check(store.all(), store, true);
        }
        assertThat(checked).isGreaterThan(500);
        assertThat(hub.counts().unsynced() + hub.counts().parked()).isZero();
    }

    @Test
    void nothingIsLostBetweenThreads() throws Exception {
        for (int i = 0; i < 8; i++) {
            clients.add(new WatchedClient(hub));
        }
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicInteger rounds = new AtomicInteger();
        FutureTask<Void> catchUp = inThread(() -> {
            while (writing.get()) {
                if (!hub.catchUp().runOnce()) {
                    Thread.yield();
                }
            }
        });
        FutureTask<Void> requests = inThread(() -> {
            SplittableRandom random = new SplittableRandom(5);
            while (writing.get()) {
                rounds.incrementAndGet();
                WatchedClient client = clients.get(random.nextInt(clients.size()));
                client.read();
                if (client.ids().size() < 20) {
                    client.create(creation(random));
                } else {
                    client.stream.cancel(client.ids().get(random.nextInt(20)));
                }
                client.sink.room(random.nextInt(50));
                client.stream.ready();
                client.stream.progress();
            }
        });
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 3000; i++) {
            while (rounds.get() < i / 2 && !requests.isDone()) {
                Thread.yield();
            }
            write(random);
            if (random.nextInt(3) == 0) {
                publish();
            }
            if (i % 500 == 499) {
                store.compact(store.currentRevision() - 300);
            }
        }
        writing.set(false);
        catchUp.get();
        requests.get();
        finish();
    }

    private static FutureTask<Void> inThread(Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        Thread.ofPlatform().start(task);
        return task;
    }
}
