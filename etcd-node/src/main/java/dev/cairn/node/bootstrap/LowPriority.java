// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that yield the processor to all others: images of the whole store are made and taken in while clients wait for
 * their puts. Java's own priorities mean nothing on Linux, so it is the thread's nice value, which on Linux, unlike POSIX, is
 * each thread's own; it can be given up and not taken back, hence threads for nothing else. Elsewhere they are threads
 * like all.
 */
final class LowPriority {
    private static final Logger LOG = LoggerFactory.getLogger(LowPriority.class);

    /** A tenth of the processor where others want all of it. */
    private static final int NICE = 10;

    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private LowPriority() {}

    static ThreadFactory of(ThreadFactory threads) {
        return task -> threads.newThread(() -> {
            yieldToOthers();
            task.run();
        });
    }

    private static void yieldToOthers() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> setpriority = linker.defaultLookup().find("setpriority");
        if (setpriority.isEmpty() || !System.getProperty("os.name").equals("Linux")) {
            return;
        }
        MethodHandle call = linker.downcallHandle(
                setpriority.get(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int failed = (int) call.invokeExact(PRIO_PROCESS, CALLING_THREAD, NICE);
            if (failed != 0) {
                LOG.info("images are made and taken in at normal priority: setpriority is refused");
            }
        } catch (Throwable e) {
            throw new IllegalStateException("setpriority", e);
        }
    }
}
