// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Batches written and synced a second, and the time to read them again: run its main method with a directory. */
final class WriteAheadLogBenchmark {
    private static final int ENTRY_BYTES = 300;
    private static final int SECONDS = 3;
    private static final int RECOVERED_ENTRIES = 400_000;

    private WriteAheadLogBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "wal-benchmark");
        for (int round = 0; round < 2; round++) {
            for (int batch : new int[] {1, 10, 100, 1000}) {
                write(directory.resolve("wal-" + round + "-" + batch), batch);
            }
        }
        recover(directory.resolve("wal-recover"));
        new FileDisk().delete(directory);
    }

    private static List<Entry> batch(long from, int size) {
        byte[] data = new byte[ENTRY_BYTES];
        new Random(1).nextBytes(data);
        List<Entry> entries = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            entries.add(Entry.normal(1, from + i, data));
        }
        return entries;
    }

    private static void write(Path path, int batch) {
        try (WriteAheadLog log = WriteAheadLog.create(new FileDisk(), path, new WalMetadata(1, 2))) {
            long index = 0;
            long appendNanos = 0;
            long start = System.nanoTime();
            int syncs = 0;
            while (System.nanoTime() - start < SECONDS * 1_000_000_000L) {
                List<Entry> entries = batch(index + 1, batch);
                long before = System.nanoTime();
                log.append(new HardState(1, 1, index), entries);
                appendNanos += System.nanoTime() - before;
                log.sync();
                index += batch;
                syncs++;
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "batches of %4d: %7.0f syncs/s, %9.0f entries/s, encoding %4.0f ns an entry%n",
                    batch, syncs / seconds, index / seconds, (double) appendNanos / index);
        }
    }

    private static void recover(Path path) {
        try (WriteAheadLog log = WriteAheadLog.create(new FileDisk(), path, new WalMetadata(1, 2))) {
            for (long index = 0; index < RECOVERED_ENTRIES; index += 1000) {
                log.append(new HardState(1, 1, index), batch(index + 1, 1000));
                log.sync();
            }
        }
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            ReplayedLog recovered = WriteAheadLog.open(new FileDisk(), path, WalSnapshot.NONE);
            System.out.printf(
                    "opened %d entries in %.0f ms%n", recovered.entries().size(), (System.nanoTime() - start) / 1e6);
            recovered.log().close();
        }
    }
}
