// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs etcd's script suite from a directory, the library's log lines left out: either the source of {@code
 * go.etcd.io/raft/v3}, or a directory with {@code interaction}, {@code confchange} and {@code quorum}. Prints a diff per
 * mismatch; exit code 1 if there is one, 2 if there are no scripts.
 */
public final class RaftScripts {
    /** What the suite of raft v3.6.0 holds: fewer means that something was skipped. */
    private static final int FILES = 41;

    private static final int COMMANDS = 743;

    private final PrintStream out;
    private int files;
    private int passed;
    private int commands;

    private RaftScripts(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1 || !Files.isDirectory(Path.of(arguments[0]))) {
            System.err.println("raft-scripts: "
                    + (arguments.length == 1 ? "'" + arguments[0] + "' is no directory; " : "")
                    + "name the directory that holds etcd's raft scripts: the source of go.etcd.io/raft/v3 v3.6.0,"
                    + " or a directory with interaction/, confchange/ and quorum/");
            System.exit(2);
        }
        System.exit(new RaftScripts(System.out).run(Path.of(arguments[0])) ? 0 : 1);
    }

    private boolean run(Path directory) throws IOException {
        boolean source = Files.isDirectory(directory.resolve("testdata"));
        runAll(directory.resolve(source ? "testdata" : "interaction"), Interaction::new);
        runAll(directory.resolve(source ? "confchange/testdata" : "confchange"), ConfChangeScript::new);
        runAll(directory.resolve(source ? "quorum/testdata" : "quorum"), QuorumScript::new);
        out.printf("raft scripts: %d/%d files, %d commands compared%n", passed, files, commands);
        boolean complete = files == FILES && commands == COMMANDS;
        if (!complete) {
            out.printf("raft scripts: %d files with %d commands were expected%n", FILES, COMMANDS);
        }
        return passed == files && complete;
    }

    private void runAll(Path directory, Supplier<ScriptRun.Interpreter> fresh) throws IOException {
        for (Path file : scriptsIn(directory)) {
            ScriptRun run = new ScriptRun(file, fresh.get(), ScriptRun.WITHOUT_LOG);
            List<ScriptRun.Mismatch> mismatches = run.compare();
            mismatches.forEach(out::println);
            files++;
            passed += mismatches.isEmpty() ? 1 : 0;
            commands += run.commands();
        }
    }

    static List<Path> scriptsIn(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }
}
