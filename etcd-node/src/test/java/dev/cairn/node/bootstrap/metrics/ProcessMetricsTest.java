// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMetricsTest {
    @TempDir
    private Path proc;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void theProcessIsDescribedUnderTheNamesOfGosClient() throws IOException {
        Files.createDirectories(proc.resolve("self/fd"));
        Files.writeString(
                proc.resolve("self/stat"),
                "42 (a (strange) name) S 1 2 3 4 5 6 7 8 9 10 150 50 13 14 15 16 17 18 12345 999 77\n");
        Files.writeString(proc.resolve("self/status"), "Name:\tjava\nVmSize:\t    2048 kB\nVmRSS:\t    1024 kB\n");
        Files.writeString(
                proc.resolve("self/limits"),
                "Limit                     Soft Limit           Hard Limit           Units\n"
                        + "Max open files            65536                1048576              files\n");
        Files.writeString(proc.resolve("stat"), "cpu 1 2 3\nbtime 1700000000\n");
        Files.createFile(proc.resolve("self/fd/0"));
        Files.createFile(proc.resolve("self/fd/1"));
        new ProcessMetrics(proc).registerWith(registry);
        assertThat(registry.scrape().lines())
                .contains(
                        "# TYPE process_cpu_seconds_total counter",
                        "process_cpu_seconds_total 2.0",
                        "process_resident_memory_bytes 1048576.0",
                        "process_virtual_memory_bytes 2097152.0",
                        "process_open_fds 2.0",
                        "process_max_fds 65536.0",
                        "process_start_time_seconds 1.70000012345E9");
    }

    @Test
    void withoutProcTheValuesAreUnknown() {
        new ProcessMetrics(proc).registerWith(registry);
        assertThat(registry.scrape().lines()).contains("process_open_fds NaN", "process_resident_memory_bytes NaN");
    }
}
