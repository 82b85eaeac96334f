// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.mvccpb.Event;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MvccStoreTest {
    private final MemoryBackend backend = new MemoryBackend();
    private final List<String> leases = new ArrayList<>();
    private final List<RevisionEvents> published = new ArrayList<>();
    private MvccStore store = open(backend);

    private MvccStore open(MemoryBackend of) {
        return open(of, MvccOptions.defaults());
    }

    private MvccStore open(MemoryBackend of, MvccOptions options) {
        MvccStore opened = MvccStore.open(of, options, new LeasedKeys() {
            @Override
            public void attached(long leaseId, byte[] key) {
                leases.add("+" + leaseId + text(key));
            }

            @Override
            public void detached(long leaseId, byte[] key) {
                leases.add("-" + leaseId + text(key));
            }
        });
        opened.listen(published::addAll);
        return opened;
    }

    @Test
    void aNewStoreStartsAtRevisionOneAndWasNeverCompacted() {
        assertThat(store.currentRevision()).isEqualTo(1);
        assertThat(store.compactRevision()).isEqualTo(-1);
    }

    @Test
    void transactionsOfABatchSeeEachOtherAndReadersSeeThemTogether() {
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            MvccTxn first = batch.txn();
            first.put(bytes("a"), bytes("1"), 0);
            first.put(bytes("b"), bytes("2"), 0);
            assertThat(first.end()).isEqualTo(2);
            MvccTxn second = batch.txn();
            assertThat(second.range(prefix("")).count()).isEqualTo(2);
            assertThat(second.deleteRange(bytes("a"), bytes("\0"))).hasSize(2);
            assertThat(second.range(prefix("")).count()).isZero();
            assertThat(second.end()).isEqualTo(3);
            MvccTxn third = batch.txn();
            assertThat(third.end()).as("nothing changed").isEqualTo(3);
            assertThat(store.currentRevision()).isEqualTo(1);
            tx.commit();
            batch.publish();
        }
        assertThat(store.currentRevision()).isEqualTo(3);
        assertThat(range(prefix("")).count()).isZero();
        assertThat(texts(range(prefix("").toBuilder().setRevision(2).build()))).containsExactly("a=1", "b=2");
        assertThat(published).extracting(RevisionEvents::revision).containsExactly(2L, 3L);
    }

    @Test
    void eventsCarryWhatWatchersNeed() throws InvalidProtocolBufferException {
        write(txn -> txn.put(bytes("a"), bytes("1"), 7));
        write(txn -> txn.put(bytes("a"), bytes("2"), 0));
        write(txn -> txn.deleteRange(bytes("a"), bytes("")));
        assertThat(leases).containsExactly("+7a", "-7a");
        for (List<RevisionEvents> events : List.of(published, store.history(2, 9, 10))) {
            assertThat(events).extracting(RevisionEvents::revision).containsExactly(2L, 3L, 4L);
            StoredEvent create = events.get(0).events().getFirst();
            assertThat(create.previous()).isEmpty();
            assertThat(Event.parseFrom(create.encodedWithPrevious(store)).hasPrevKv())
                    .isFalse();
            StoredEvent update = events.get(1).events().getFirst();
            assertThat(update.previous()).contains(new Revision(2, 0));
            assertThat(Event.parseFrom(update.encoded()).hasPrevKv()).isFalse();
            Event updated = Event.parseFrom(update.encodedWithPrevious(store));
            assertThat(updated.getKv().getVersion()).isEqualTo(2);
            assertThat(updated.getPrevKv().getValue().toStringUtf8()).isEqualTo("1");
            Event deleted = Event.parseFrom(events.get(2).events().getFirst().encodedWithPrevious(store));
            assertThat(deleted.getType()).isEqualTo(Event.EventType.DELETE);
            assertThat(deleted.getKv())
                    .isEqualTo(KeyValue.newBuilder()
                            .setKey(ByteString.copyFromUtf8("a"))
                            .setModRevision(4)
                            .build());
            assertThat(deleted.getPrevKv().getModRevision()).isEqualTo(3);
        }
    }

    /** Reopened, so that no record is at hand; some are by the second reading. */
    @Test
    void aListOfMoreRecordsThanAreReadAtOnceIsWholeAndInOrder() {
        List<String> all = new ArrayList<>();
        write(txn -> {
            for (int i = 10_000; i < 12_500; i++) {
                txn.put(bytes("k" + i), bytes("v" + i), 0);
                all.add("k" + i + "=v" + i);
            }
        });
        store = open(backend);
        assertThat(texts(range(prefix("k").toBuilder().setLimit(700).build()))).isEqualTo(all.subList(0, 700));
        RangeResult whole = range(prefix("k"));
        assertThat(texts(whole)).isEqualTo(all);
        assertThat(whole.count()).isEqualTo(2500);
        assertThat(whole.more()).isFalse();
    }

    @Test
    void historyComesInPiecesOfWholeRevisions() {
        for (int i = 0; i < 5; i++) {
            write(txn -> {
                txn.put(bytes("a"), bytes("1"), 0);
                txn.put(bytes("b"), bytes("1"), 0);
            });
        }
        List<RevisionEvents> piece = store.history(3, 6, 2);
        assertThat(piece).extracting(RevisionEvents::revision).containsExactly(3L, 4L);
        assertThat(piece).allMatch(each -> each.events().size() == 2);
        assertThat(store.history(5, 5, 2)).extracting(RevisionEvents::revision).containsExactly(5L);
        assertThat(store.history(7, 99, 2)).isEmpty();
    }

    @Test
    void historyOfLargeRevisionsComesInPiecesThatFitTheMemory() {
        for (int i = 0; i < 20; i++) {
            write(txn -> txn.put(bytes("a"), new byte[1024 * 1024], 0));
        }
        List<RevisionEvents> piece = store.history(2, 21, 1000);
        assertThat(piece).extracting(RevisionEvents::revision).startsWith(2L).hasSize(8);
        assertThat(store.history(10, 21, 1000))
                .extracting(RevisionEvents::revision)
                .startsWith(10L);
    }

    @Test
    void aRangeWithoutRoomForItsRecordsIsRefusedBeforeTheyAreRead() {
        for (String key : List.of("a", "b", "c")) {
            write(txn -> txn.put(bytes(key), new byte[100_000], 0));
        }
        List<Long> asked = new ArrayList<>();
        RangeRequest all = RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("a"))
                .setRangeEnd(ByteString.copyFromUtf8("z"))
                .build();
        assertThatThrownBy(() -> store.read(view -> view.range(all), bytes -> {
                    asked.add(bytes);
                    return false;
                }))
                .isInstanceOfSatisfying(
                        EtcdException.class, e -> assertThat(e.error()).isEqualTo(EtcdError.RESPONSE_TOO_LARGE));
        assertThat(asked).singleElement().satisfies(bytes -> assertThat(bytes).isBetween(300_000L, 301_000L));
        assertThat(store.read(view -> view.range(all), bytes -> true).kvs()).hasSize(3);
    }

    @Test
    void historyBelowACompactionIsRefusedAndAtItLeavesOutWhatWasDropped() {
        for (String key : List.of("a", "b", "a")) {
            write(txn -> txn.put(bytes(key), bytes("1"), 0));
        }
        write(txn -> txn.deleteRange(bytes("b"), bytes("")));
        compact(5);
        assertThatThrownBy(() -> store.history(4, 9, 9)).isInstanceOf(EtcdException.class);
        List<RevisionEvents> left = store.history(5, 9, 9);
        assertThat(left).extracting(RevisionEvents::revision).containsExactly(5L);
        assertThat(left.getFirst().events().getFirst().previous()).isEmpty();
    }

    @Test
    void whatWasFlushedIsFoundAgainWithItsLeasesAndSize() {
        write(txn -> txn.put(bytes("a"), bytes("1"), 7));
        write(txn -> txn.put(bytes("a"), bytes("2"), 8));
        write(txn -> txn.put(bytes("b"), bytes("3"), 9));
        write(txn -> txn.deleteRange(bytes("b"), bytes("")));
        long inUse = store.inUseBytes();
        backend.flush();
        write(txn -> txn.put(bytes("lost"), bytes(""), 0));
        leases.clear();
        MemoryBackend survivor = backend.afterCrash();
        store = open(survivor);
        assertThat(store.currentRevision()).isEqualTo(5);
        assertThat(texts(range(prefix("")))).containsExactly("a=2");
        assertThat(leases).containsExactly("+8a");
        assertThat(store.inUseBytes()).isEqualTo(inUse);
    }

    @Test
    void aClosedStoreRefusesNewReadersAndClosesItsBackendWithTheLast() {
        MvccStore.Pinned inside = store.pin();
        store.close();
        assertThatThrownBy(() -> range(prefix(""))).isInstanceOf(ClosedStoreException.class);
        assertThat(backend.unflushedBytes()).isZero();
        assertThat(backend.sizeBytes()).as("still open").isPositive();
        inside.close();
        assertThatThrownBy(backend::sizeBytes).hasMessageContaining("closed");
    }

    @Test
    void whereMemoryIsLowTheLatestRecordsHaveHalfTheRoom() {
        store = open(backend, MvccOptions.defaults().withRecordCacheBytes(100_000));
        for (int i = 0; i < 50; i++) {
            byte[] key = bytes("k" + i);
            write(txn -> txn.put(key, new byte[1_000], 0));
        }
        assertThat(store.recordCacheBytes()).isGreaterThan(50_000);
        store.halveRecords(true);
        assertThat(store.recordCacheBytes()).isBetween(40_000L, 50_000L);
        write(txn -> txn.put(bytes("more"), new byte[1_000], 0));
        assertThat(store.recordCacheBytes()).isLessThanOrEqualTo(50_000);
        store.halveRecords(false);
        write(txn -> txn.put(bytes("still more"), new byte[5_000], 0));
        assertThat(store.recordCacheBytes()).isGreaterThan(50_000);
    }

    private void write(Consumer<MvccTxn> changes) {
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            MvccTxn txn = batch.txn();
            changes.accept(txn);
            txn.end();
            tx.commit();
            batch.publish();
        }
    }

    private void compact(long revision) {
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            batch.compact(revision);
            tx.commit();
            batch.publish();
        }
        while (store.compactor().runOnce()) {
            assertThat(store.compactRevision()).isEqualTo(revision);
        }
    }

    private RangeResult range(RangeRequest request) {
        return store.range(request);
    }

    private static RangeRequest prefix(String prefix) {
        ByteString from = prefix.isEmpty() ? ByteString.copyFrom(new byte[1]) : ByteString.copyFromUtf8(prefix);
        return RangeRequest.newBuilder()
                .setKey(from)
                .setRangeEnd(ByteString.copyFrom(new byte[1]))
                .build();
    }

    private static List<String> texts(RangeResult result) {
        return result.kvs().stream()
                .map(MvccStoreTest::keyValue)
                .map(kv -> kv.getKey().toStringUtf8() + "=" + kv.getValue().toStringUtf8())
                .toList();
    }

    private static KeyValue keyValue(byte[] record) {
        try {
            return KeyValue.parseFrom(record);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
