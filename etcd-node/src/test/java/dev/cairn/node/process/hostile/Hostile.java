// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Each attack against ours and against real etcd, in the same memory, and a table of what it did. By environment
 * variables, as make passes them on: CASES, a regular expression that a row's name begins with; MEMORY in MiB for all
 * rows; TARGET cairn, etcd or both; REST, the seconds after which a member's memory is looked at once more. The last lines
 * name what falls short of the {@link Verdict}; the exit code is 1 if anything does.
 */
public final class Hostile {
    private static final long LOOK_MILLIS = 50;
    private static final long ANSWER_SECONDS = 20;
    private static final long SETTLE_MILLIS = 500;

    private final Path directory;
    private final int restSeconds;
    private final Set<String> rules = new TreeSet<>();

    private Hostile(Path directory, int restSeconds) {
        this.directory = directory;
        this.restSeconds = restSeconds;
    }

    public static void main(String... arguments) throws Exception {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        Hostile hostile = new Hostile(
                Path.of(variable("DIRECTORY").orElseThrow()).toAbsolutePath(),
                variable("REST").map(Integer::parseInt).orElse(5));
        List<Attack> attacks = selected(variable("CASES").orElse(""));
        if (attacks.isEmpty()) {
            throw new IllegalArgumentException(
                    "CASES=" + variable("CASES").orElse("") + ": no row begins so; there are "
                            + Attacks.ALL.stream().map(Attack::name).toList());
        }
        List<Row> rows = new ArrayList<>();
        System.out.println(Row.head());
        for (Attack attack : attacks) {
            for (String target : targets(variable("TARGET").orElse("both"))) {
                int memory = variable("MEMORY").map(Integer::parseInt).orElse(attack.memoryMiB());
                Row row = hostile.play(attack, target, memory);
                System.out.println(row);
                rows.add(row);
            }
        }
        List<Row> ours =
                rows.stream().filter(row -> row.target().equals("cairn")).toList();
        long alive = ours.stream().filter(Row::alive).count();
        System.out.println("limit of memory: " + String.join("; ", hostile.rules));
        System.out.println("ours alive in " + alive + " of " + ours.size());
        List<String> breaches = Verdict.breaches(rows);
        breaches.forEach(breach -> System.out.println("breach: " + breach));
        System.exit(breaches.isEmpty() ? 0 : 1);
    }

    static List<Attack> selected(String cases) {
        Pattern begins = Pattern.compile(cases);
        return Attacks.ALL.stream()
                .filter(attack -> begins.matcher(attack.name()).lookingAt())
                .toList();
    }

    static List<String> targets(String asked) {
        return switch (asked) {
            case "both" -> List.of("cairn", "etcd");
            case "cairn", "etcd" -> List.of(asked);
            default -> throw new IllegalArgumentException("TARGET=" + asked + ": it must be cairn, etcd or both");
        };
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    private Row play(Attack attack, String target, int memoryMiB) throws IOException, InterruptedException {
        Path program =
                Path.of(variable(target.equals("etcd") ? "ETCD" : "PROGRAM").orElseThrow());
        long began = System.nanoTime();
        try (Scene scene =
                new Scene(program, directory.resolve(attack.name() + "-" + target), attack.members(), memoryMiB)) {
            if (!scene.isAlive()) {
                throw new IllegalStateException(attack.name() + ": " + target + " did not start: " + scene.ends());
            }
            rules.add(scene.rule());
            NormalClient client = new NormalClient(scene.port());
            pause(SETTLE_MILLIS);
            client.settle();
            Usage before = scene.usage();
            AtomicReference<Usage> peak = new AtomicReference<>(before);
            Thread watch = Thread.ofPlatform().start(() -> watch(scene, peak));
            String note = attempt(attack, scene);
            scene.leave();
            double back = untilAnswered(scene);
            long now = System.nanoTime();
            Answers answers = client.answers();
            double gap = answers.longestGapMillis(now);
            double p99 = answers.p99Millis(now);
            pause(TimeUnit.SECONDS.toMillis(restSeconds));
            Usage after = scene.usage();
            boolean alive = !note.startsWith(Attack.LOST) && scene.isAlive() && untilAnswered(scene) >= 0;
            client.close();
            watch.interrupt();
            watch.join();
            return new Row(
                    attack,
                    target,
                    memoryMiB,
                    alive,
                    gap,
                    p99,
                    back,
                    List.of(before, peak.get(), after),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) / 1000.0,
                    words(scene, alive, note));
        }
    }

    private static String words(Scene scene, boolean alive, String note) {
        if (!scene.isAlive()) {
            return scene.ends() + "; " + note;
        }
        return alive || note.startsWith(Attack.LOST) ? note : "runs, but answers nobody; " + note;
    }

    private static String attempt(Attack attack, Scene scene) throws InterruptedException {
        ExecutorService one = Executors.newSingleThreadExecutor();
        Future<String> deed = one.submit(() -> attack.deed().run(scene));
        try {
            return deed.get(attack.limitSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            deed.cancel(true);
            return "not through in " + attack.limitSeconds() + " s";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause()).lines().findFirst().orElse("");
        } finally {
            one.shutdownNow();
        }
    }

    private static void watch(Scene scene, AtomicReference<Usage> peak) {
        while (!Thread.currentThread().isInterrupted()) {
            peak.set(peak.get().max(scene.usage()));
            pause(LOOK_MILLIS);
        }
    }

    /** Milliseconds until a new client is answered by every member; negative where one is not. */
    private static double untilAnswered(Scene scene) {
        long began = System.nanoTime();
        for (Server server : scene.servers()) {
            if (!Grpc.isAnsweredWithin(server, ANSWER_SECONDS)) {
                return -1;
            }
        }
        return (System.nanoTime() - began) / 1e6;
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
