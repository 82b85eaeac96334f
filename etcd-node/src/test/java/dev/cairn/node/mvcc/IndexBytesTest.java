// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.mvcc.index.IndexCost;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the index takes, counted as it grows and shrinks. */
class IndexBytesTest {
    private static final byte[] ONLY_THE_KEY = {};
    private static final int RECORD_BYTES = 200;

    private final MemoryBackend backend = new MemoryBackend();
    private MvccStore store = open(MvccOptions.defaults());

    private MvccStore open(MvccOptions options) {
        return MvccStore.open(backend, options, new LeasedKeys() {
            @Override
            public void attached(long leaseId, byte[] key) {}

            @Override
            public void detached(long leaseId, byte[] key) {}
        });
    }

    private void change(Consumer<MvccBatch> changes) {
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            changes.accept(batch);
            tx.commit();
            batch.publish();
        }
        while (store.compactor().runOnce()) {
            assertThat(store.indexBytes()).isNotNegative();
        }
    }

    private void put(String key) {
        change(batch -> {
            MvccTxn txn = batch.txn();
            txn.put(key.getBytes(), new byte[RECORD_BYTES], 0);
            txn.end();
        });
    }

    /** A restart counts the same as what was counted on the way, but for histories that a compaction left with one. */
    @Test
    void aRestartCountsTheSame() {
        Random random = new Random(3);
        for (int step = 0; step < 2_000; step++) {
            String key = "key" + random.nextInt(100);
            switch (random.nextInt(10)) {
                case 0, 1 ->
                    change(batch -> {
                        MvccTxn txn = batch.txn();
                        txn.deleteRange(key.getBytes(), ONLY_THE_KEY);
                        txn.end();
                    });
                default -> put(key);
            }
        }
        assertThat(open(MvccOptions.defaults()).indexBytes()).isEqualTo(store.indexBytes());
    }

    @Test
    void whatIsDeletedAndCompactedIsGivenBack() {
        for (int i = 0; i < 1_000; i++) {
            put("key" + i);
            put("key" + i);
        }
        assertThat(store.indexBytes()).isGreaterThan(1_000 * (IndexCost.ofKey(6) + 2 * IndexCost.REVISION_BYTES));
        change(batch -> {
            MvccTxn txn = batch.txn();
            txn.deleteRange(new byte[] {0}, new byte[] {0});
            txn.end();
        });
        put("last");
        change(batch -> batch.compact(batch.revision()));
        assertThat(store.indexBytes()).isEqualTo(IndexCost.ofKey(4));
    }

    @Test
    void recordsMakeRoomForTheIndex() {
        store = open(MvccOptions.defaults().withMemory(100_000, Long.MAX_VALUE));
        long most = 0;
        for (int i = 0; i < 700; i++) {
            put("key" + i);
            most = Math.max(most, store.recordCacheBytes());
            assertThat(store.recordCacheBytes() + store.indexBytes()).isLessThanOrEqualTo(100_000);
        }
        assertThat(most).isGreaterThan(50_000);
        for (int i = 700; i < 1_000; i++) {
            put("key" + i);
        }
        assertThat(store.indexBytes()).isGreaterThan(100_000);
        assertThat(store.recordCacheBytes()).isZero();
    }
}
