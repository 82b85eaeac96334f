// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.mvcc.hash.KvHash;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.mvccpb.Event;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store against {@link NaiveStore}: random writes, reads of all kinds, compactions and crashes from one seed. */
class MvccModelTest {
    private static final int STEPS = 4_000;
    private static final int KEYS = 40;

    private Random random;
    private StoreTarget target;
    private NaiveStore model = new NaiveStore();
    private NaiveStore.Mark flushed = model.mark();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theStoreAnswersLikeTheModel(long seed) {
        random = new Random(seed);
        long cacheBytes = seed % 2 == 0 ? 0 : 600;
        target = new StoreTarget(MvccOptions.defaults()
                .withRecordCacheBytes(cacheBytes)
                .withCompactionBatch(3)
                .withLeaseInKeysOnly(true));
        for (int step = 0; step < STEPS; step++) {
            step();
            assertThat(target.store().currentRevision()).isEqualTo(model.revision());
            assertThat(target.store().compactRevision()).isEqualTo(model.compacted());
        }
        assertThat(model.revision()).isGreaterThan(STEPS / 10);
        assertThat(model.compacted()).isPositive();
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 35) {
            TxnRequest txn = txn();
            model.txn(txn);
            assertThat(target.txn(txn).getHeader().getRevision()).isEqualTo(model.revision());
        } else if (dice < 80) {
            compareRange(range());
        } else if (dice < 83) {
            long revision = random.nextLong(model.revision() + 2);
            if (revision > model.compacted() && revision <= model.revision()) {
                target.scheduleCompaction(revision);
                model.compact(revision);
            } else {
                assertThatThrownBy(() -> target.scheduleCompaction(revision)).isInstanceOf(EtcdException.class);
            }
        } else if (dice < 91) {
            compactorStepChangesNoHash();
        } else if (dice < 94) {
            target.flush();
            flushed = model.mark();
        } else if (dice < 96) {
            target.crash();
            model.restore(flushed);
        } else if (dice < 98) {
            compareHistory();
        } else {
            compareSize();
        }
    }

    private void compareRange(RangeRequest request) {
        RangeResponse expected;
        try {
            expected = model.range(request);
        } catch (EtcdException refused) {
            assertThatThrownBy(() -> target.range(request)).hasMessage(refused.getMessage());
            return;
        }
        assertThat(target.range(request)).as(request.toString()).isEqualTo(expected);
    }

    private void compactorStepChangesNoHash() {
        long revision = Math.max(1, Math.max(model.compacted(), random.nextLong(model.revision() + 1)));
        KvHash before = KvHash.of(target.store(), revision);
        target.store().compactor().runOnce();
        // where no key lives, etcd hashes what is left of a compaction that is under way
        if (!model.at(revision).isEmpty()) {
            assertThat(KvHash.of(target.store(), revision)).isEqualTo(before);
        }
    }

    /** Each revision's events, put on the map before it, give its own map. */
    private void compareHistory() {
        long from = Math.max(model.compacted() + 1, 2);
        List<RevisionEvents> history = target.store().history(from, model.revision(), Integer.MAX_VALUE);
        assertThat(history).hasSize((int) Math.max(0, model.revision() - from + 1));
        for (RevisionEvents revision : history) {
            NavigableMap<ByteString, KeyValue> before = model.at(revision.revision() - 1);
            NavigableMap<ByteString, KeyValue> after = model.at(revision.revision());
            for (StoredEvent stored : revision.events()) {
                Event event = event(stored);
                ByteString key = event.getKv().getKey();
                KeyValue previous = before.get(key);
                boolean wasThere = previous != null && revision.revision() - 1 >= model.compacted();
                assertThat(event.hasPrevKv())
                        .as("%s at %s", key, revision.revision())
                        .isEqualTo(wasThere);
                assertThat(event.getPrevKv()).isEqualTo(wasThere ? previous : KeyValue.getDefaultInstance());
                boolean isDelete = event.getType() == Event.EventType.DELETE;
                assertThat(isDelete).isEqualTo(!after.containsKey(key));
                assertThat(isDelete || after.get(key).equals(event.getKv())).isTrue();
            }
        }
    }

    private Event event(StoredEvent stored) {
        try {
            return Event.parseFrom(stored.encodedWithPrevious(target.store()));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private void compareSize() {
        long bytes = 0;
        try (ReadTx tx = target.backend().read();
                Cursor cursor = tx.scan(Bucket.KEY, new byte[0], null)) {
            while (cursor.next()) {
                bytes += cursor.key().length + cursor.value().length;
            }
        }
        assertThat(target.store().inUseBytes()).isEqualTo(bytes);
    }

    private TxnRequest txn() {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        boolean deletes = random.nextInt(4) == 0;
        int first = random.nextInt(KEYS);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            if (deletes) {
                txn.addSuccess(RequestOp.newBuilder()
                        .setRequestDeleteRange(DeleteRangeRequest.newBuilder()
                                .setKey(key(random.nextInt(KEYS)))
                                .setRangeEnd(end())));
            } else {
                txn.addSuccess(RequestOp.newBuilder()
                        .setRequestPut(PutRequest.newBuilder()
                                .setKey(key((first + i) % KEYS))
                                .setLease(random.nextInt(4))
                                .setValue(ByteString.copyFromUtf8("v" + random.nextInt(100)))));
            }
        }
        return txn.build();
    }

    private RangeRequest range() {
        boolean past = random.nextBoolean();
        RangeRequest.Builder range = RangeRequest.newBuilder()
                .setKey(random.nextInt(5) == 0 ? ByteString.copyFrom(new byte[1]) : key(random.nextInt(KEYS)))
                .setRangeEnd(end())
                .setRevision(past ? 1 + random.nextLong(model.revision() + 1) : 0)
                .setLimit(random.nextBoolean() ? random.nextInt(6) : 0)
                .setKeysOnly(random.nextInt(4) == 0)
                .setCountOnly(random.nextInt(6) == 0);
        if (random.nextInt(3) == 0) {
            range.setSortOrderValue(random.nextInt(3)).setSortTargetValue(random.nextInt(5));
        }
        if (random.nextInt(4) == 0) {
            range.setMinModRevision(random.nextLong(model.revision()));
            range.setMaxCreateRevision(random.nextLong(model.revision()));
        }
        return range.build();
    }

    private ByteString end() {
        return switch (random.nextInt(4)) {
            case 0 -> ByteString.EMPTY;
            case 1 -> ByteString.copyFrom(new byte[1]);
            default -> key(random.nextInt(KEYS));
        };
    }

    private static ByteString key(int number) {
        return ByteString.copyFromUtf8(String.format("k%02d", number));
    }
}
