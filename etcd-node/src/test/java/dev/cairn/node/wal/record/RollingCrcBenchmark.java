// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal.record;

import java.util.Random;

/** How fast the running checksum is for entries of a usual size: run its main method. */
final class RollingCrcBenchmark {
    private static final int ROUNDS = 20_000_000;

    private RollingCrcBenchmark() {}

    public static void main(String[] arguments) {
        byte[] entry = new byte[300];
        new Random(1).nextBytes(entry);
        for (int i = 0; i < 3; i++) {
            RollingCrc crc = new RollingCrc();
            long start = System.nanoTime();
            for (int round = 0; round < ROUNDS; round++) {
                crc.update(entry, 0, entry.length);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%d bytes: %.1f ns each, %.1f GB/s (%08x)%n",
                    entry.length, seconds * 1e9 / ROUNDS, entry.length * (double) ROUNDS / seconds / 1e9, crc.value());
        }
    }
}
