// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import dev.cairn.node.disk.Disk;
import dev.cairn.node.storage.Backend;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.IntStream;

/** How long the log's syncs and the store's commits take, in etcd's histograms: 1 ms to 8 s in powers of two. */
public final class DiskMetrics {
    private static final int BUCKETS = 14;

    private final Timer walSyncs;
    private final Timer commits;

    public DiskMetrics(MeterRegistry registry) {
        walSyncs = histogram(
                registry, "etcd.disk.wal.fsync.duration", "The latency distributions of fsync called by WAL.");
        commits = histogram(
                registry,
                "etcd.disk.backend.commit.duration",
                "The latency distributions of commit called by backend.");
    }

    private static Timer histogram(MeterRegistry registry, String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(IntStream.range(0, BUCKETS)
                        .mapToObj(n -> Duration.ofMillis(1L << n))
                        .toArray(Duration[]::new))
                .register(registry);
    }

    /** The same disk; every sync of a file's bytes is timed. */
    public Disk timed(Disk disk) {
        return new TimedDisk(disk, walSyncs);
    }

    /** The same store; commits and flushes are timed: between them they do what a commit of etcd's store does. */
    public Backend timed(Backend backend) {
        return new TimedBackend(backend, commits);
    }
}
