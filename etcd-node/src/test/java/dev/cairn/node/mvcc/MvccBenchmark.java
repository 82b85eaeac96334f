// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import com.google.protobuf.ByteString;
import dev.cairn.node.mvcc.hash.KvHash;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.storage.rocksdb.RocksDbBackend;
import dev.cairn.node.storage.rocksdb.RocksDbOptions;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * What the store itself costs, without network and log: {@code MvccBenchmark [keys] [cacheMiB] [lz4|none] [blockBytes]}.
 * Prints microseconds of this thread's CPU for each operation, after a warm-up: unlike the time that passes, it does not
 * depend on what else the machine does. RocksDB's own threads and the collector are not in it.
 */
public final class MvccBenchmark {
    private static final int VALUE_BYTES = 256;
    private static final LeasedKeys NO_LEASES = new LeasedKeys() {
        @Override
        public void attached(long leaseId, byte[] key) {}

        @Override
        public void detached(long leaseId, byte[] key) {}
    };

    private final int keys;
    private final MvccOptions options;
    private final RocksDbOptions rocksOptions;
    private final Path directory;
    private final Random random = new Random(1);
    private final byte[][] allKeys;
    private final byte[] values = new byte[1 << 20];
    private Backend backend;
    private MvccStore store;

    private MvccBenchmark(int keys, MvccOptions options, RocksDbOptions rocksOptions, Path directory) {
        this.keys = keys;
        this.options = options;
        this.rocksOptions = rocksOptions;
        this.directory = directory;
        this.allKeys = new byte[keys][];
        for (int i = 0; i < keys; i++) {
            allKeys[i] = String.format("/registry/pods/%08d", i).getBytes(StandardCharsets.US_ASCII);
        }
        random.nextBytes(values);
    }

    public static void main(String[] args) throws IOException {
        int keys = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        long cacheMib = args.length > 1 ? Long.parseLong(args[1]) : 64;
        boolean compress = args.length > 2 && args[2].equals("lz4");
        int blockBytes = args.length > 3
                ? Integer.parseInt(args[3])
                : RocksDbOptions.defaults().blockBytes();
        Path directory = Files.createTempDirectory("mvcc-benchmark");
        System.out.printf(
                "%,d keys, record cache %d MiB, %s, blocks of %d%n",
                keys, cacheMib, compress ? "lz4" : "no compression", blockBytes);
        try {
            new MvccBenchmark(
                            keys,
                            MvccOptions.defaults().withRecordCacheBytes(cacheMib << 20),
                            RocksDbOptions.defaults().withCompress(compress).withBlockBytes(blockBytes),
                            directory)
                    .run();
        } finally {
            try (Stream<Path> paths = Files.walk(directory)) {
                paths.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void run() {
        open("open empty");
        int[] order = shuffled();
        long begin = now();
        fill(order, 100);
        print("put, batches of 100", begin, keys);
        memory();
        backend.flush();
        print("put and flush", begin, keys);
        store.close();
        open("open with all keys");
        memory();
        measure("get, random", 200_000, i -> store.range(single(order[random.nextInt(keys)])));
        measure("get, 10,000 hot keys", 500_000, i -> store.range(single(order[random.nextInt(10_000)])));
        measure("count all", 20_000, i -> store.range(all().setCountOnly(true).build()));
        measure("range of 1,000", 500, i -> store.range(from(random.nextInt(keys - 1_000), 1_000)));
        measure("range of the same 1,000", 2_000, i -> store.range(from(10, 1_000)));
        paginate("page of 500 at the current revision", 0);
        paginate("page of 500, pinned under writes", 1);
        begin = now();
        fill(order, 1);
        print("put again, batches of 1", begin, keys);
        begin = now();
        fill(order, 100);
        print("put again, batches of 100", begin, keys);
        compact();
        begin = now();
        backend.flush();
        backend.reclaim();
        print("flush and reclaim", begin, 1);
        begin = now();
        KvHash.of(store, 0);
        print("hash of a key", begin, keys);
        System.out.printf("%-40s %,d%n", "size on disk", backend.sizeBytes());
        store.close();
    }

    private void open(String what) {
        long begin = now();
        backend = RocksDbBackend.open(directory.resolve("store"), rocksOptions);
        store = MvccStore.open(backend, options, NO_LEASES);
        System.out.printf("%-40s %,10.0f ms%n", what, (now() - begin) / 1e6);
    }

    private void fill(int[] order, int batchSize) {
        for (int at = 0; at < keys; at += batchSize) {
            try (WriteTx tx = backend.begin()) {
                MvccBatch batch = store.begin(tx);
                for (int i = at; i < Math.min(keys, at + batchSize); i++) {
                    MvccTxn txn = batch.txn();
                    txn.put(key(order[i]), value(), 0);
                    txn.end();
                }
                tx.commit();
                batch.publish();
            }
        }
    }

    private void paginate(String what, int writesBetween) {
        long revision = 0;
        ByteString from = ByteString.copyFrom(new byte[1]);
        long begin = now();
        int pages = 0;
        boolean more = true;
        while (more) {
            var result = store.range(RangeRequest.newBuilder()
                    .setKey(from)
                    .setRangeEnd(ByteString.copyFrom(new byte[1]))
                    .setLimit(500)
                    .setRevision(revision)
                    .build());
            revision = revision == 0 ? result.revision() : revision;
            more = result.more();
            pages++;
            from = ByteString.copyFrom(key(Math.min(keys, pages * 500)));
            for (int i = 0; i < writesBetween; i++) {
                fill(new int[] {random.nextInt(keys)});
            }
        }
        print(what, begin, pages);
    }

    private void fill(int[] numbers) {
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            for (int number : numbers) {
                MvccTxn txn = batch.txn();
                txn.put(key(number), value(), 0);
                txn.end();
            }
            tx.commit();
            batch.publish();
        }
    }

    private void compact() {
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            batch.compact(batch.revision());
            tx.commit();
            batch.publish();
        }
        long begin = now();
        long longest = 0;
        boolean more = true;
        while (more) {
            long step = now();
            more = store.compactor().runOnce();
            longest = Math.max(longest, now() - step);
        }
        print("compaction of an old revision", begin, 2 * keys);
        System.out.printf("%-40s %,10.1f ms%n", "longest step of it", longest / 1e6);
    }

    private void measure(String what, int times, IntConsumer operation) {
        for (int i = 0; i < times; i++) {
            operation.accept(i);
        }
        long begin = now();
        for (int i = 0; i < times; i++) {
            operation.accept(i);
        }
        print(what, begin, times);
    }

    private static void print(String what, long begin, long times) {
        double nanos = now() - begin;
        System.out.printf("%-40s %,12.2f us  (%,.0f ms in all)%n", what, nanos / 1e3 / times, nanos / 1e6);
    }

    private static void memory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long used = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
        System.out.printf("%-40s %,d MB, resident %s%n", "heap in use", used, resident());
    }

    private static String resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.substring("VmRSS:".length()).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private RangeRequest single(int number) {
        return RangeRequest.newBuilder()
                .setKey(ByteString.copyFrom(key(number)))
                .build();
    }

    private RangeRequest from(int number, int count) {
        return RangeRequest.newBuilder()
                .setKey(ByteString.copyFrom(key(number)))
                .setRangeEnd(ByteString.copyFrom(key(number + count)))
                .build();
    }

    private static RangeRequest.Builder all() {
        return RangeRequest.newBuilder()
                .setKey(ByteString.copyFrom(new byte[1]))
                .setRangeEnd(ByteString.copyFrom(new byte[1]));
    }

    private int[] shuffled() {
        int[] numbers = new int[keys];
        for (int i = 0; i < keys; i++) {
            int j = random.nextInt(i + 1);
            numbers[i] = numbers[j];
            numbers[j] = i;
        }
        return numbers;
    }

    private byte[] value() {
        int at = random.nextInt(values.length - VALUE_BYTES);
        return Arrays.copyOfRange(values, at, at + VALUE_BYTES);
    }

    private byte[] key(int number) {
        return allKeys[Math.min(number, keys - 1)];
    }
}
