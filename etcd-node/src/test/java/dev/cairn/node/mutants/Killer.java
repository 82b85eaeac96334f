// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mutants;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Something that may notice a mutant: a program of the tests, run in a process of its own until it finds fault. */
record Killer(Kind kind, List<String> arguments) {
    /** Most seeds that a mutant may take. */
    static final int MAX_SEEDS = 200;

    private static final Pattern SEED = Pattern.compile("^(seed \\d+)(?: at \\d+ ms)?: (?!trace|green)(.*)");
    private static final Pattern MISMATCH = Pattern.compile("^.*?([^/ ]+\\.txt:\\d+): (.*)");
    private static final Pattern FAILED_TEST = Pattern.compile("^failed (.+?): (.*)");

    /** The kinds of killers: the word in a patch's head, the program, and the line by which it says what it found. */
    enum Kind {
        /** Whole members, simulated; the argument is the aim. */
        SIM("sim", "dev.cairn.node.sim.Seeds", SEED),
        /** Raft cores, simulated; the argument is the focus. */
        RAFT_SIM("raft-sim", "dev.cairn.node.sim.raft.RaftSimulationMain", SEED),
        /** etcd's own raft scripts, where they are at hand. */
        ETCD_SCRIPTS("etcd-scripts", "dev.cairn.node.raft.script.RaftScripts", MISMATCH),
        /** Our own scripts: raft, mvcc, watch, lease. */
        SCRIPTS("scripts", "dev.cairn.node.mutants.TestsMain", FAILED_TEST),
        TEST("test", "dev.cairn.node.mutants.TestsMain", FAILED_TEST);

        private final String word;
        private final String program;
        private final Pattern finding;

        Kind(String word, String program, Pattern finding) {
            this.word = word;
            this.program = program;
            this.finding = finding;
        }

        String program() {
            return program;
        }

        Pattern finding() {
            return finding;
        }
    }

    static Killer parse(Path patch, String text) {
        List<String> words = List.of(text.split("\\s+"));
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> each.word.equals(words.getFirst()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        patch + ": nothing that kills mutants is called '" + words.getFirst() + "'"));
        return new Killer(kind, words.subList(1, words.size()));
    }

    boolean usesSeeds() {
        return kind == Kind.SIM || kind == Kind.RAFT_SIM;
    }

    /** What the program is told; {@code seeds} is how many it may run, from 1 on. */
    List<String> programArguments(int seeds, Path etcdScripts) {
        List<String> told = new ArrayList<>();
        switch (kind) {
            case SIM -> {
                told.addAll(List.of("1", Integer.toString(seeds)));
                arguments.forEach(aim -> told.add("--aim=" + aim));
            }
            case RAFT_SIM -> {
                told.addAll(List.of("1", Integer.toString(seeds)));
                told.addAll(arguments);
            }
            case ETCD_SCRIPTS -> told.add(etcdScripts.toString());
            case SCRIPTS ->
                arguments.forEach(each -> told.add(
                        switch (each) {
                            case "raft" -> "dev.cairn.node.raft.script.RaftScriptsTest";
                            case "mvcc" -> "dev.cairn.node.mvcc.MvccScriptTest";
                            case "watch" -> "dev.cairn.node.mvcc.watch.WatchScriptTest";
                            case "lease" -> "dev.cairn.node.lease.LeaseScriptTest";
                            default -> throw new IllegalArgumentException("there are no scripts of '" + each + "'");
                        }));
            case TEST -> told.addAll(arguments);
        }
        return told;
    }

    @Override
    public String toString() {
        return (kind.word + " " + String.join(" ", arguments).replaceAll("[a-z.]+\\.(?=[A-Z])", "")).trim();
    }
}
