// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.memory;

import dev.cairn.node.server.MemoryLevel;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second how much of its memory the process uses: of its control group's limit, and of the heap what the
 * last collection could not free. The fuller of the two decides the level. Looked at by the tick; read by any thread.
 */
public final class MemoryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);
    private static final long LOOK_NANOS = 1_000_000_000L;

    private final List<DoubleSupplier> parts;
    private long lookedNanos;
    private boolean looked;
    private volatile MemoryLevel level = MemoryLevel.PLENTY;

    MemoryWatch(List<DoubleSupplier> parts, MeterRegistry registry) {
        this.parts = parts;
        Gauge.builder("cairn_memory_level", this, watch -> watch.level.ordinal())
                .description("0: plenty of memory; 1: low, 2: scarce, 3: exhausted.")
                .register(registry);
    }

    /** Of this process. */
    public static MemoryWatch ofProcess(MeterRegistry registry) {
        DoubleSupplier group = ControlGroup.find(Path.of("/proc"), Path.of("/sys/fs/cgroup"))
                .<DoubleSupplier>map(found ->
                        () -> found.memory().map(ControlGroup.Memory::used).orElse(0.0))
                .orElse(() -> 0);
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .filter(pool -> pool.getName().contains("Old") || pool.getName().contains("Tenured"))
                .toList();
        DoubleSupplier old =
                () -> heap.stream().mapToDouble(MemoryWatch::usedOf).max().orElse(0);
        Gauge.builder("cairn_memory_used_ratio", group, DoubleSupplier::getAsDouble)
                .description("What is used of the memory that the process may have.")
                .tag("of", "control_group")
                .register(registry);
        Gauge.builder("cairn_memory_used_ratio", old, DoubleSupplier::getAsDouble)
                .description("What is used of the memory that the process may have.")
                .tag("of", "heap")
                .register(registry);
        return new MemoryWatch(List.of(group, old), registry);
    }

    /** What the last collection left, or what is there now, if that is less: it was freed since. */
    private static double usedOf(MemoryPoolMXBean pool) {
        MemoryUsage now = pool.getUsage();
        MemoryUsage left = pool.getCollectionUsage();
        return now.getMax() <= 0 || left == null ? 0 : (double) Math.min(now.getUsed(), left.getUsed()) / now.getMax();
    }

    public MemoryLevel level() {
        return level;
    }

    /** True if it is time, and the level was looked at. */
    public boolean look(long nowNanos) {
        if (looked && nowNanos - lookedNanos < LOOK_NANOS) {
            return false;
        }
        looked = true;
        lookedNanos = nowNanos;
        double used =
                parts.stream().mapToDouble(DoubleSupplier::getAsDouble).max().orElse(0);
        MemoryLevel next = level.next(used);
        if (next != level) {
            tell(next, used);
            level = next;
        }
        return true;
    }

    private void tell(MemoryLevel next, double used) {
        String text = "memory was {}, is {}: {} % of what this process may have is in use";
        String percent = String.format(Locale.ROOT, "%.1f", 100 * used);
        if (next.isAtLeast(level)) {
            LOG.warn(text, level, next, percent);
        } else {
            LOG.info(text, level, next, percent);
        }
    }
}
