// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What processes use in one moment, in sum: resident memory, threads, file descriptors. */
record Usage(long residentBytes, long threads, long descriptors) {
    private static final int PAGE_BYTES = 4096;
    private static final int BYTES_PER_MIB = 1 << 20;
    static final Usage NONE = new Usage(0, 0, 0);

    /** Nothing of a process that has ended. */
    static Usage of(long pid) {
        Path proc = Path.of("/proc", String.valueOf(pid));
        try (var descriptors = Files.list(proc.resolve("fd"))) {
            long pages = Long.parseLong(Files.readString(proc.resolve("statm")).split(" ")[1]);
            long threads = Files.readAllLines(proc.resolve("status")).stream()
                    .filter(line -> line.startsWith("Threads:"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring("Threads:".length()).trim()))
                    .sum();
            return new Usage(pages * PAGE_BYTES, threads, descriptors.count());
        } catch (IOException | ArrayIndexOutOfBoundsException ended) {
            return NONE;
        }
    }

    static Usage sum(List<Usage> all) {
        return all.stream()
                .reduce(
                        NONE,
                        (a, b) -> new Usage(
                                a.residentBytes + b.residentBytes,
                                a.threads + b.threads,
                                a.descriptors + b.descriptors));
    }

    Usage max(Usage other) {
        return new Usage(
                Math.max(residentBytes, other.residentBytes),
                Math.max(threads, other.threads),
                Math.max(descriptors, other.descriptors));
    }

    long mebibytes() {
        return residentBytes / BYTES_PER_MIB;
    }
}
