// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.mvcc.hash.KvHash;
import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.storage.rocksdb.RocksDbBackend;
import dev.cairn.node.storage.rocksdb.RocksDbOptions;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers on other threads while one writes and compacts. Every transaction sets every key to its own number and creates
 * or deletes one more key, so any moment that a reader may see is easy to tell from a mixture of two.
 */
class MvccConcurrencyTest {
    private static final int KEYS = 60;
    private static final int TRANSACTIONS = 3_000;
    private static final LeasedKeys NO_LEASES = new LeasedKeys() {
        @Override
        public void attached(long leaseId, byte[] key) {}

        @Override
        public void detached(long leaseId, byte[] key) {}
    };

    @TempDir
    Path directory;

    private Backend backend;
    private MvccStore store;
    private volatile boolean finished;

    @Test
    void readersSeeWholeTransactionsOnly() throws Exception {
        backend = RocksDbBackend.open(directory, RocksDbOptions.defaults());
        store = MvccStore.open(backend, MvccOptions.defaults().withRecordCacheBytes(5_000), NO_LEASES);
        write(1);
        List<Callable<Integer>> readers = List.of(this::readLatest, this::readPast, this::page, this::hash);
        try (ExecutorService threads = Executors.newFixedThreadPool(readers.size())) {
            List<Future<Integer>> reads = new ArrayList<>();
            readers.forEach(each -> reads.add(threads.submit(each)));
            try {
                for (int number = 2; number <= TRANSACTIONS; number++) {
                    write(number);
                    if (number % 50 == 0) {
                        compact(number - 20);
                    }
                    store.compactor().runOnce();
                }
            } finally {
                finished = true;
            }
            for (Future<Integer> read : reads) {
                assertThat(read.get()).isPositive();
            }
        }
        store.close();
    }

    private void write(int number) {
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            MvccTxn txn = batch.txn();
            for (int i = 0; i < KEYS; i++) {
                txn.put(bytes(String.format("k%02d", i)), bytes(Integer.toString(number)), 0);
            }
            if (number % 2 == 0) {
                txn.put(bytes("odd one"), bytes(Integer.toString(number)), 0);
            } else {
                txn.deleteRange(bytes("odd one"), new byte[0]);
            }
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
    }

    private int readLatest() {
        int reads = 0;
        long before = 0;
        while (!finished || reads == 0) {
            RangeResult result = store.range(all().build());
            assertThat(result.revision()).isGreaterThanOrEqualTo(before);
            before = result.revision();
            assertWhole(result, result.revision());
            assertThat(store.range(all().setCountOnly(true).build()).count()).isBetween((long) KEYS, KEYS + 1L);
            reads++;
        }
        return reads;
    }

    private int readPast() {
        Random random = new Random(3);
        int reads = 0;
        while (!finished || reads == 0) {
            long revision = Math.max(2, store.currentRevision() - random.nextInt(40));
            try {
                assertWhole(store.range(all().setRevision(revision).build()), revision);
                reads++;
            } catch (EtcdException e) {
                assertThat(e.error()).isEqualTo(EtcdError.COMPACTED);
                assertThat(store.compactRevision()).isGreaterThan(revision);
            }
        }
        return reads;
    }

    private int page() {
        int lists = 0;
        while (!finished || lists == 0) {
            try {
                RangeResult first = store.range(all().setLimit(7).build());
                List<byte[]> records = new ArrayList<>(first.kvs());
                boolean more = first.more();
                while (more) {
                    ByteString next = keyValue(records.getLast()).getKey().concat(ByteString.copyFrom(new byte[1]));
                    RangeResult page = store.range(all().setKey(next)
                            .setLimit(7)
                            .setRevision(first.revision())
                            .build());
                    assertThat(page.count()).isEqualTo(first.count() - records.size());
                    records.addAll(page.kvs());
                    more = page.more();
                }
                assertWhole(new RangeResult(first.revision(), records, false, first.count()), first.revision());
                lists++;
            } catch (EtcdException e) {
                assertThat(e.error()).isEqualTo(EtcdError.COMPACTED);
            }
        }
        return lists;
    }

    /** Two hashes of one revision agree whatever a compaction deletes between them. */
    private int hash() {
        int hashes = 0;
        while (!finished || hashes == 0) {
            long revision = store.currentRevision();
            try {
                KvHash first = KvHash.of(store, revision);
                KvHash second = KvHash.of(store, revision);
                if (first.compactRevision() == second.compactRevision()) {
                    assertThat(second.hash()).isEqualTo(first.hash());
                    hashes++;
                }
            } catch (EtcdException e) {
                assertThat(e.error()).isEqualTo(EtcdError.COMPACTED);
            }
        }
        return hashes;
    }

    private static void assertWhole(RangeResult result, long revision) {
        Set<String> values = new HashSet<>();
        result.kvs().forEach(record -> values.add(keyValue(record).getValue().toStringUtf8()));
        assertThat(values).as("at %s", revision).containsExactly(Long.toString(revision - 1));
        assertThat(result.kvs()).hasSize((int) result.count());
        assertThat(result.count()).isEqualTo(revision % 2 == 1 ? KEYS + 1 : KEYS);
    }

    private static RangeRequest.Builder all() {
        return RangeRequest.newBuilder()
                .setKey(ByteString.copyFrom(new byte[1]))
                .setRangeEnd(ByteString.copyFrom(new byte[1]));
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
}
