// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.timeless;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rule that time and threads are given, never taken (design D10): who reads a clock, waits by one, makes a thread or
 * draws by chance, be it by a call, a method reference, a constructor or a reference to one.
 */
public final class TimeAndThreads {
    /** Owners of which nothing may be used. */
    private static final Set<String> OWNERS = Set.of(
            "java.lang.Thread$Builder",
            "java.lang.Thread$Builder$OfPlatform",
            "java.lang.Thread$Builder$OfVirtual",
            "java.util.Timer",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ForkJoinPool",
            "java.util.concurrent.ScheduledThreadPoolExecutor",
            "java.util.concurrent.ThreadLocalRandom",
            "java.util.concurrent.ThreadPoolExecutor");

    private static final Set<String> TARGETS = Set.of(
            "java.lang.Math.random",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Thread.<init>",
            "java.lang.Thread.ofPlatform",
            "java.lang.Thread.ofVirtual",
            "java.lang.Thread.sleep",
            "java.lang.Thread.startVirtualThread",
            "java.time.InstantSource.system",
            "java.util.Calendar.getInstance",
            "java.util.Date.<init>",
            "java.util.GregorianCalendar.<init>",
            "java.util.Random.<init>",
            "java.util.SplittableRandom.<init>",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.CompletableFuture.completeOnTimeout",
            "java.util.concurrent.CompletableFuture.delayedExecutor",
            "java.util.concurrent.CompletableFuture.orTimeout",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.random.RandomGenerator.getDefault",
            "java.util.random.RandomGenerator.of");

    private TimeAndThreads() {}

    /** What breaks the rule, one line each: who does it, where, and what. */
    public static Set<String> breaches(Iterable<JavaClass> classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass each : classes) {
            // calls, method references, constructors and references to them
            for (JavaAccess<?> access : each.getAccessesFromSelf()) {
                if (isForbidden(access)) {
                    found.add(access.getOrigin().getFullName() + " uses "
                            + access.getTarget().getFullName() + " " + access.getSourceCodeLocation());
                }
            }
        }
        return found;
    }

    private static boolean isForbidden(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return OWNERS.contains(owner)
                || TARGETS.contains(owner + "." + name)
                || name.equals("wait") && access.getTarget().getFullName().contains("Object.wait(long")
                || owner.startsWith("java.time.") && name.equals("now")
                || owner.equals("java.time.Clock") && (name.startsWith("system") || name.startsWith("tick"))
                || owner.equals("java.util.concurrent.locks.LockSupport") && name.startsWith("park")
                || owner.equals("java.util.concurrent.CompletableFuture")
                        && name.endsWith("Async")
                        && !access.getTarget().getFullName().contains("java.util.concurrent.Executor");
    }
}
