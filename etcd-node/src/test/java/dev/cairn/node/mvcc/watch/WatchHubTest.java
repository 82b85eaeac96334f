// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.mvcc.RevisionEvents;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.mvccpb.Event;
import dev.cairn.node.wire.splice.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchHubTest {
    private final ModelStore store = new ModelStore();
    private final WatchHub hub = new WatchHub(
            store,
            revision -> ResponseHeader.newBuilder().setRevision(revision).build(),
            WatchSettings.of(1_000_000, 1_572_864, 600_000_000_000L));

    @Test
    void historyLongerThanOneTurnComesWholeAndInOrder() {
        List<RevisionEvents> events = new ArrayList<>();
        for (int i = 0; i < 5 * CatchUp.MAX_REVISIONS + 1; i++) {
            events.add(put("k", "v" + i));
        }
        hub.published(events);
        TestSink behind = watch("k", 2);
        int turns = catchUp();
        assertThat(turns).isGreaterThan(5);
        assertThat(modRevisions(behind)).hasSize(events.size()).isSorted().doesNotHaveDuplicates();
        hub.published(List.of(put("k", "last")));
        assertThat(modRevisions(behind)).hasSize(events.size() + 1).endsWith(store.currentRevision());
    }

    @Test
    void moreWatchersThanOneTurnServesAreAllServed() {
        hub.published(List.of(put("k", "v")));
        List<TestSink> sinks = new ArrayList<>();
        for (int i = 0; i < CatchUp.MAX_WATCHERS + 1; i++) {
            sinks.add(watch("k", 2));
        }
        assertThat(catchUp()).isEqualTo(2);
        assertThat(sinks).allSatisfy(sink -> assertThat(modRevisions(sink)).containsExactly(2L));
    }

    @Test
    void watcherFarBehindDoesNotSendThoseInMemoryToStorage() {
        TestSink victim = watch("k", 0);
        TestSink far = new TestSink();
        hub.published(List.of(put("x", "x".repeat(600_000)), put("x", "x".repeat(600_000))));
        victim.room(0);
        hub.published(List.of(put("k", "v")));
        hub.open(far).create(create("x", 2));
        victim.room(9);
        hub.tick(0);
        int reads = store.historyReads();
        assertThat(catchUp()).isEqualTo(2);
        assertThat(store.historyReads()).isEqualTo(reads + 1);
        assertThat(modRevisions(victim)).containsExactly(4L);
        assertThat(modRevisions(far)).containsExactly(2L, 3L);
    }

    @Test
    void stageIsWokenOnceThereIsWork() {
        AtomicInteger woken = new AtomicInteger();
        hub.catchUp().onWork(woken::incrementAndGet);
        assertThat(hub.catchUp().runOnce()).isFalse();
        hub.published(List.of(put("k", "v")));
        assertThat(woken).hasValue(0);
        watch("k", 2);
        assertThat(woken).hasValue(1);
        assertThat(hub.catchUp().runOnce()).isTrue();
        assertThat(hub.catchUp().runOnce()).isFalse();
    }

    @Test
    void connectionThatFailsEndsItsStreamAndNothingElse() {
        TestSink before = watch("k", 0);
        hub.open(new BrokenSink()).create(create("k", 0));
        TestSink after = watch("k", 0);
        hub.published(List.of(put("k", "v")));
        assertThat(modRevisions(before)).containsExactly(2L);
        assertThat(modRevisions(after)).containsExactly(2L);
        assertThat(hub.counts().streams()).isEqualTo(2);
        assertThat(hub.counts().watchers()).isEqualTo(2);
    }

    @Test
    void revisionsThatWereMissedAreReadFromTheStore() {
        TestSink synced = watch("k", 0);
        put("k", "never published");
        hub.published(List.of(put("k", "published")));
        catchUp();
        assertThat(modRevisions(synced)).containsExactly(2L, 3L);
    }

    @Test
    void ringStaysWithinItsBound() {
        for (int i = 0; i < 1000; i++) {
            hub.published(List.of(put("k", "v".repeat(5000))));
            assertThat(hub.counts().ringBytes()).isLessThanOrEqualTo(1_000_000);
        }
        assertThat(hub.counts().ringBytes()).isGreaterThan(900_000);
    }

    private TestSink watch(String key, long start) {
        TestSink sink = new TestSink();
        hub.open(sink).create(create(key, start));
        return sink;
    }

    private static WatchCreateRequest create(String key, long start) {
        return WatchCreateRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setStartRevision(start)
                .build();
    }

    private RevisionEvents put(String key, String value) {
        return store.apply(List.of(new ModelStore.Change(key, value)));
    }

    private int catchUp() {
        int turns = 0;
        while (hub.catchUp().runOnce()) {
            turns++;
        }
        return turns;
    }

    private static List<Long> modRevisions(TestSink sink) {
        List<Long> revisions = new ArrayList<>();
        for (WatchResponse response : sink.received()) {
            for (Event event : response.getEventsList()) {
                revisions.add(event.getKv().getModRevision());
            }
        }
        return revisions;
    }

    private static final class BrokenSink implements WatchSink {
        private int sent;

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(Encoded response) {
            if (sent++ > 0) {
                throw new IllegalStateException("the connection is gone");
            }
        }
    }
}
