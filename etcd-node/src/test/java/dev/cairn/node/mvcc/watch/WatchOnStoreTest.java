// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.mvcc.LeasedKeys;
import dev.cairn.node.mvcc.MvccBatch;
import dev.cairn.node.mvcc.MvccOptions;
import dev.cairn.node.mvcc.MvccStore;
import dev.cairn.node.mvcc.MvccTxn;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.mvccpb.Event;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The hub over the real store: what is read from storage later is what was told when it happened. */
class WatchOnStoreTest {
    private final MemoryBackend backend = new MemoryBackend();
    private final MvccStore store = MvccStore.open(backend, MvccOptions.defaults(), new LeasedKeys() {
        @Override
        public void attached(long leaseId, byte[] key) {}

        @Override
        public void detached(long leaseId, byte[] key) {}
    });
    private final WatchHub hub = new WatchHub(
            store,
            revision -> ResponseHeader.newBuilder().setRevision(revision).build(),
            new WatchSettings(1000, 10_000, 1));
    private final TestSink live = watch(0);

    @Test
    void pastAndPresentAreTheSameEvents() {
        store.listen(hub);
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 300; i++) {
            write(random);
        }
        TestSink late = watch(2);
        catchUp();
        assertThat(store.currentRevision()).isGreaterThan(300);
        assertThat(events(late)).isEqualTo(events(live));
        assertThat(events(late))
                .anyMatch(Event::hasPrevKv)
                .anyMatch(event -> event.getType() == Event.EventType.DELETE);
    }

    @Test
    void compactionLeavesWhatComesAfterIt() {
        store.listen(hub);
        SplittableRandom random = new SplittableRandom(10);
        for (int i = 0; i < 300; i++) {
            write(random);
        }
        inBatch(batch -> batch.compact(200));
        while (store.compactor().runOnce()) {}
        TestSink late = watch(201);
        TestSink tooLate = watch(199);
        catchUp();
        List<Event> expected = events(live).stream()
                .filter(event -> event.getKv().getModRevision() >= 201)
                .toList();
        assertThat(events(late)).isEqualTo(expected);
        WatchResponse end = tooLate.received().getLast();
        assertThat(end.getCanceled()).isTrue();
        assertThat(end.getCompactRevision()).isEqualTo(200);
    }

    private void write(SplittableRandom random) {
        inBatch(batch -> {
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                MvccTxn txn = batch.txn();
                byte[] key = {(byte) ('a' + random.nextInt(20))};
                if (random.nextInt(4) == 0) {
                    txn.deleteRange(key, new byte[] {(byte) (key[0] + 3)});
                } else {
                    txn.put(key, new byte[random.nextInt(50)], 0);
                    txn.put(new byte[] {(byte) (key[0] - 32)}, key, 0);
                }
                txn.end();
            }
        });
    }

    private void inBatch(Consumer<MvccBatch> work) {
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            work.accept(batch);
            tx.commit();
            batch.publish();
        }
    }

    private TestSink watch(long start) {
        TestSink sink = new TestSink();
        hub.open(sink)
                .create(WatchCreateRequest.newBuilder()
                        .setRangeEnd(ByteString.copyFrom(new byte[1]))
                        .setStartRevision(start)
                        .setPrevKv(true)
                        .build());
        return sink;
    }

    private void catchUp() {
        while (hub.catchUp().runOnce()) {}
    }

    private static List<Event> events(TestSink sink) {
        return sink.received().stream()
                .flatMap(response -> response.getEventsList().stream())
                .toList();
    }
}
