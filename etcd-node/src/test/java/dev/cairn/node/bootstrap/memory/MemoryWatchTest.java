// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.server.MemoryLevel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private double group;
    private double heap;
    private final MemoryWatch watch = new MemoryWatch(List.of(() -> group, () -> heap), registry);

    @Test
    void theFullerPartDecidesAndItIsLookedAtOnceASecond() {
        group = 0.5;
        heap = 0.91;
        assertThat(watch.look(0)).isTrue();
        assertThat(watch.level()).isEqualTo(MemoryLevel.LOW);
        group = 0.98;
        assertThat(watch.look(TimeUnit.MILLISECONDS.toNanos(999))).isFalse();
        assertThat(watch.level()).isEqualTo(MemoryLevel.LOW);
        assertThat(watch.look(TimeUnit.SECONDS.toNanos(1))).isTrue();
        assertThat(watch.level()).isEqualTo(MemoryLevel.EXHAUSTED);
        assertThat(registry.get("cairn_memory_level").gauge().value()).isEqualTo(3);
    }

    @Test
    void thisProcessHasSomeOfItsMemoryLeft() {
        SimpleMeterRegistry of = new SimpleMeterRegistry();
        MemoryWatch own = MemoryWatch.ofProcess(of);
        own.look(0);
        assertThat(own.level()).isNotEqualTo(MemoryLevel.EXHAUSTED);
        assertThat(of.find("cairn_memory_used_ratio").tag("of", "heap").gauge().value())
                .isBetween(0.0, 1.0);
    }
}
