// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * The good beside the heavy: what a client with small puts and reads waits while another one asks a lot, and what it waits
 * without it, at ours and at real etcd. By environment variables, as make passes them on: CASES, an expression that a
 * row's name begins with; KEYS of the list; TARGET; MEMORY in MiB. The exit code is 1 if ours keeps the small client
 * waiting for more than twice as long as etcd (p99; up to 100 ms never count).
 */
public final class Heavy {
    private static final int MEMORY_MIB = 3072;
    private static final long ALONE_SECONDS = 8;
    private static final long SETTLE_MILLIS = 1000;
    private static final double NOISE_MILLIS = 100;
    private static final double MAX_TIMES_ETCD = 2;
    private static final String FORMAT = "%-12s %-6s %10s %10s %10s %10s  %s";

    /** What a small client saw beside one heavy one. */
    private record Seen(String name, String target, double p99Millis) {}

    private final Path directory;
    private final int memoryMiB;
    private final List<Seen> all = new ArrayList<>();

    private Heavy(Path directory, int memoryMiB) {
        this.directory = directory;
        this.memoryMiB = memoryMiB;
    }

    public static void main(String... arguments) throws Exception {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        Heavy heavy = new Heavy(
                Path.of(variable("DIRECTORY").orElseThrow()).toAbsolutePath(),
                variable("MEMORY").map(Integer::parseInt).orElse(MEMORY_MIB));
        int keys = variable("KEYS").map(Integer::parseInt).orElse(1_000_000);
        Pattern cases = Pattern.compile(variable("CASES").orElse(""));
        System.out.printf(FORMAT + "%n", "case", "target", "alone p99", "with p99", "alone gap", "with gap", "");
        for (HeavyLoad load : HeavyLoad.all(keys)) {
            if (cases.matcher(load.name()).lookingAt()) {
                for (String target : Hostile.targets(variable("TARGET").orElse("both"))) {
                    heavy.play(load, target);
                }
            }
        }
        List<String> breaches = heavy.breaches();
        breaches.forEach(breach -> System.out.println("breach: " + breach));
        System.exit(breaches.isEmpty() ? 0 : 1);
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    private void play(HeavyLoad load, String target) throws IOException, InterruptedException {
        Path program =
                Path.of(variable(target.equals("etcd") ? "ETCD" : "PROGRAM").orElseThrow());
        try (Scene scene = new Scene(program, directory.resolve("heavy-" + load.name() + "-" + target), 1, memoryMiB)) {
            load.prepare(scene);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS));
            Answers alone = measured(scene, () -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(ALONE_SECONDS)));
            String[] did = {""};
            Answers beside = measured(scene, () -> did[0] = load.run(scene));
            long now = System.nanoTime();
            scene.leave();
            System.out.printf(
                    FORMAT + "%n",
                    load.name(),
                    target,
                    millis(alone.p99Millis(now)),
                    millis(beside.p99Millis(now)),
                    millis(alone.longestGapMillis(alone.lastAnswerNanos())),
                    millis(beside.longestGapMillis(beside.lastAnswerNanos())),
                    did[0] + (scene.isAlive() ? "" : "; " + scene.ends()));
            all.add(new Seen(load.name(), target, scene.isAlive() ? beside.p99Millis(now) : Double.POSITIVE_INFINITY));
        }
    }

    private static Answers measured(Scene scene, Runnable meanwhile) throws InterruptedException {
        NormalClient client = new NormalClient(scene.port());
        client.settle();
        meanwhile.run();
        client.close();
        return client.answers();
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.1f ms", millis);
    }

    private List<String> breaches() {
        List<String> breaches = new ArrayList<>();
        for (Seen ours : all) {
            double etcds = all.stream()
                    .filter(each ->
                            each.name().equals(ours.name()) && each.target().equals("etcd"))
                    .mapToDouble(Seen::p99Millis)
                    .findFirst()
                    .orElse(Double.POSITIVE_INFINITY);
            if (ours.target().equals("cairn")
                    && (Double.isInfinite(ours.p99Millis())
                            || ours.p99Millis() > Math.max(NOISE_MILLIS, MAX_TIMES_ETCD * etcds))) {
                breaches.add(ours.name() + ": p99 of the small client is " + millis(ours.p99Millis()) + ", etcd's "
                        + millis(etcds));
            }
        }
        return breaches;
    }
}
