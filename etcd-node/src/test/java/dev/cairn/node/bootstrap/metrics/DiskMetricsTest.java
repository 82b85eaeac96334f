// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskMetricsTest {
    @TempDir
    private Path directory;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DiskMetrics metrics = new DiskMetrics(registry);

    @Test
    void everySyncOfALogFileIsTimedInEtcdsHistogram() throws IOException {
        try (DiskFile file = metrics.timed(new FileDisk()).create(directory.resolve("log"))) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
            file.fsyncData();
            file.fsyncData();
            assertThat(file.sizeBytes()).isEqualTo(3);
        }
        assertThat(lines("etcd_disk_wal_fsync_duration_seconds"))
                .contains(
                        "# TYPE etcd_disk_wal_fsync_duration_seconds histogram",
                        "etcd_disk_wal_fsync_duration_seconds_bucket{le=\"+Inf\"} 2",
                        "etcd_disk_wal_fsync_duration_seconds_count 2");
    }

    @Test
    void theBucketsAreEtcds() {
        assertThat(lines("etcd_disk_wal_fsync_duration_seconds_bucket"))
                .extracting(line -> line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')))
                .containsExactly(
                        "0.001", "0.002", "0.004", "0.008", "0.016", "0.032", "0.064", "0.128", "0.256", "0.512",
                        "1.024", "2.048", "4.096", "8.192", "+Inf");
    }

    @Test
    void commitsAndFlushesOfTheStoreAreTimed() {
        try (Backend backend = metrics.timed(new MemoryBackend())) {
            try (WriteTx tx = backend.begin()) {
                tx.put(Bucket.KEY, new byte[] {1}, new byte[] {2});
                tx.commit();
            }
            backend.flush();
            assertThat(backend.getFlushed(Bucket.KEY, new byte[] {1})).containsExactly(2);
        }
        assertThat(lines("etcd_disk_backend_commit_duration_seconds_count"))
                .containsExactly("etcd_disk_backend_commit_duration_seconds_count 2");
    }

    private List<String> lines(String name) {
        return registry.scrape().lines().filter(line -> line.contains(name)).toList();
    }
}
