// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Shows that every mutant is noticed: {@code ROOT CLASSPATH [NAMES]}. Each mutant's killers are tried in the order of its
 * head until one finds fault. Then the controls: a patch that changes nothing survives, and the tree without any mutant
 * passes every seed, script and test that found fault. {@code -Dmutants.every=true} tries all killers, to see which know
 * a mutant.
 */
public final class MutantsMain {
    private static final String ROW = "%-44s %-62s %7s%n";

    private record Verdict(Mutant mutant, List<Trial.Kill> kills, String trouble, double seconds) {
        boolean isAsExpected() {
            return trouble == null && (mutant.mustSurvive() == kills.isEmpty());
        }
    }

    private final CompiledTree tree;
    private final Path module;
    private final Path etcdScripts;
    private final boolean every = Boolean.getBoolean("mutants.every");
    private final AtomicInteger done = new AtomicInteger();

    private MutantsMain(Path root, String dependencies) throws IOException {
        this.module = root.resolve("etcd-node");
        this.tree = new CompiledTree(
                root, module.resolve(System.getProperty("mutants.work", "target/mutants")), dependencies);
        String scripts = System.getProperty("raft.testdata", "");
        this.etcdScripts = !scripts.isEmpty() && Files.isDirectory(Path.of(scripts))
                ? Path.of(scripts).toAbsolutePath()
                : null;
    }

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]).toAbsolutePath();
        Pattern wanted = Pattern.compile(arguments.length > 2 ? arguments[2] : "");
        List<Mutant> mutants =
                Mutant.readAll(root.resolve(System.getProperty("mutants.patches", "etcd-node/src/test/mutants")))
                        .stream()
                        .filter(each -> wanted.matcher(each.name()).find())
                        .toList();
        boolean green = new MutantsMain(root, arguments[1]).run(mutants);
        System.exit(green ? 0 : 1);
    }

    private boolean run(List<Mutant> mutants) throws InterruptedException, ExecutionException {
        long began = System.nanoTime();
        System.out.printf(
                "mutants: %d to be killed%s%n",
                mutants.stream().filter(each -> !each.mustSurvive()).count(),
                etcdScripts == null ? "; etcd's raft scripts are not at hand (RAFT_TESTDATA)" : "");
        int processors = Runtime.getRuntime().availableProcessors();
        try (ExecutorService workers = Executors.newFixedThreadPool(processors)) {
            List<Future<Verdict>> under = new ArrayList<>();
            mutants.forEach(mutant -> under.add(workers.submit(() -> tell(mutants.size(), judge(mutant)))));
            List<Verdict> verdicts = new ArrayList<>();
            for (Future<Verdict> each : under) {
                verdicts.add(each.get());
            }
            boolean sound = control(workers, verdicts);
            return report(verdicts, sound, (System.nanoTime() - began) / 1e9);
        }
    }

    private Verdict judge(Mutant mutant) {
        long began = System.nanoTime();
        List<Trial.Kill> kills = new ArrayList<>();
        String trouble = null;
        try {
            String classPath = tree.classPath(mutant);
            for (Killer killer : mutant.killers()) {
                if (kills.isEmpty() || every) {
                    attempt(classPath, killer, Killer.MAX_SEEDS).ifPresent(kills::add);
                }
            }
        } catch (IOException | RuntimeException e) {
            trouble = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trouble = "interrupted";
        }
        return new Verdict(mutant, List.copyOf(kills), trouble, (System.nanoTime() - began) / 1e9);
    }

    private Optional<Trial.Kill> attempt(String classPath, Killer killer, int seeds)
            throws IOException, InterruptedException {
        if (killer.kind() == Killer.Kind.ETCD_SCRIPTS && etcdScripts == null) {
            return Optional.empty();
        }
        return new Trial(module, etcdScripts).run(classPath, killer, seeds);
    }

    private Verdict tell(int of, Verdict verdict) {
        System.out.printf(
                "[%d/%d] %s: %s%n", done.incrementAndGet(), of, verdict.mutant().name(), outcome(verdict));
        if (every) {
            verdict.kills()
                    .forEach(kill -> System.out.printf("        %s %s: %s%n", kill.killer(), kill.by(), kill.what()));
        }
        return verdict;
    }

    private static String outcome(Verdict verdict) {
        if (verdict.trouble() != null) {
            return "NOT TRIED: " + verdict.trouble();
        }
        if (verdict.kills().isEmpty()) {
            return verdict.mutant().mustSurvive()
                    ? "control: survives, as it must"
                    : verdict.mutant().equivalent() != null
                            ? "equivalent: " + verdict.mutant().equivalent()
                            : "SURVIVES";
        }
        Trial.Kill kill = verdict.kills().getFirst();
        return kill.killer() + ", " + kill.by() + ": " + kill.what();
    }

    /** The tree without any mutant passes what killed them: each kind of seeds up to the last one that was needed. */
    private boolean control(ExecutorService workers, List<Verdict> verdicts)
            throws InterruptedException, ExecutionException {
        Map<String, Killer> killers = new TreeMap<>();
        Map<String, Integer> seeds = new TreeMap<>();
        for (Verdict verdict : verdicts) {
            for (Trial.Kill kill : verdict.kills()) {
                String name = kill.killer().toString();
                killers.put(name, kill.killer());
                int needed = kill.by().startsWith("seed ")
                        ? Integer.parseInt(kill.by().substring(5))
                        : 1;
                seeds.merge(name, needed, Math::max);
            }
        }
        List<Future<Optional<Trial.Kill>>> under = new ArrayList<>();
        killers.forEach(
                (name, killer) -> under.add(workers.submit(() -> attempt(tree.classPath(), killer, seeds.get(name)))));
        boolean sound = true;
        for (Future<Optional<Trial.Kill>> each : under) {
            Optional<Trial.Kill> fault = each.get();
            fault.ifPresent(kill -> System.out.printf("control: the tree WITHOUT any mutant fails: %s%n", kill));
            sound &= fault.isEmpty();
        }
        long runs = seeds.values().stream().mapToLong(Integer::longValue).sum();
        System.out.printf(
                "control: the tree without any mutant %s the same %d programs with %d seeds%n",
                sound ? "passes" : "FAILS", killers.size(), runs);
        return sound;
    }

    private static boolean report(List<Verdict> verdicts, boolean sound, double seconds) {
        System.out.println();
        System.out.printf(ROW, "mutant", "killed by", "seconds");
        for (Verdict verdict : verdicts) {
            String by = verdict.kills().isEmpty()
                    ? outcome(verdict)
                    : verdict.kills().getFirst().killer() + ", "
                            + verdict.kills().getFirst().by();
            System.out.printf(ROW, verdict.mutant().name(), by, "%.1f".formatted(verdict.seconds()));
        }
        List<Verdict> mutants =
                verdicts.stream().filter(each -> !each.mutant().mustSurvive()).toList();
        long excused = mutants.stream()
                .filter(each -> each.mutant().equivalent() != null && each.trouble() == null)
                .count();
        long killed = mutants.stream().filter(Verdict::isAsExpected).count();
        System.out.printf(
                "%nmutants: %d/%d killed in %.1f min%s%n",
                killed, mutants.size() - excused, seconds / 60, excused > 0 ? ", " + excused + " equivalent" : "");
        boolean controlled = verdicts.stream()
                .allMatch(each -> each.isAsExpected() || each.mutant().equivalent() != null);
        return sound && controlled && killed + excused == mutants.size();
    }
}
