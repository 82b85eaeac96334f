// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.Supplier;

/**
 * The names of Go's runtime that have a meaning in a JVM: threads for goroutines, the heap, collections. Bytes, seconds.
 */
public final class RuntimeMetrics implements Supplier<String> {
    private static final double MILLIS_PER_SECOND = 1000;

    /** Null in a JVM that does not count. */
    private static final com.sun.management.ThreadMXBean ALLOCATIONS =
            ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean counting ? counting : null;

    @Override
    public String get() {
        Exposition to = new Exposition();
        to.family("gauge", "go_info", "The runtime, which is Java's.")
                .sample("go_info", List.of("version"), List.of("java" + Runtime.version()), 1);
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        to.gauge("go_goroutines", "Java threads that live.", threads);
        to.gauge("go_threads", "Java threads that live.", threads);
        to.gauge(
                "go_sched_gomaxprocs_threads",
                "Processors.",
                Runtime.getRuntime().availableProcessors());
        collections(to);
        memory(to);
        return to.toString();
    }

    private static void collections(Exposition to) {
        long count = 0;
        long millis = 0;
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            count += Math.max(0, each.getCollectionCount());
            millis += Math.max(0, each.getCollectionTime());
        }
        String name = "go_gc_duration_seconds";
        to.family("summary", name, "Garbage collections, those beside the running threads included.");
        to.sample(name + "_sum", List.of(), List.of(), millis / MILLIS_PER_SECOND);
        to.sample(name + "_count", List.of(), List.of(), count);
    }

    private static void memory(Exposition to) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        to.gauge("go_memstats_alloc_bytes", "What lives in the heap, garbage included.", heap.getUsed());
        to.counter(
                "go_memstats_alloc_bytes_total",
                "What threads have allocated, garbage included.",
                ALLOCATIONS == null ? Double.NaN : ALLOCATIONS.getTotalThreadAllocatedBytes());
        to.gauge("go_memstats_heap_alloc_bytes", "What lives in the heap, garbage included.", heap.getUsed());
        to.gauge("go_memstats_heap_inuse_bytes", "What lives in the heap, garbage included.", heap.getUsed());
        to.gauge("go_memstats_heap_idle_bytes", "What the heap has and does not use.", idle(heap));
        to.gauge("go_memstats_heap_sys_bytes", "What the heap has of the system.", heap.getCommitted());
        to.gauge(
                "go_memstats_sys_bytes",
                "What heap, code, classes and buffers have of the system.",
                heap.getCommitted() + (double) other.getCommitted() + buffers);
        to.gauge("go_memstats_other_sys_bytes", "Code and classes.", other.getCommitted());
        to.gauge("go_gc_gomemlimit_bytes", "The largest the heap may become.", heap.getMax());
    }

    private static double idle(MemoryUsage heap) {
        return heap.getCommitted() - (double) heap.getUsed();
    }
}
