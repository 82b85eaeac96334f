// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** etcd's offline tool over snapshot files and data directories. */
@Command(
        name = "etcdutl",
        description = "An administrative command line tool for etcd.",
        subcommands = {SnapshotCommand.class, HashKvCommand.class, VersionCommand.class})
public final class Etcdutl implements Runnable, ToolOutput {
    @Option(
            names = {"-w", "--write-out"},
            scope = ScopeType.INHERIT,
            defaultValue = "simple",
            paramLabel = "string",
            description = "set the output format (fields, json, protobuf, simple, table)")
    private String writeOut;

    @Option(
            names = "--timeout",
            scope = ScopeType.INHERIT,
            defaultValue = "10s",
            paramLabel = "duration",
            converter = GoDuration.class,
            description = "accepted and ignored: files are read without a lock")
    private GoDuration.Value timeout;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "help for the command")
    private boolean help;

    @Spec
    private CommandSpec spec;

    /** Runs a command line and returns the exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return GoStyle.run(new Etcdutl(), out, err, arguments);
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        new ToolLog(err, Clock.systemUTC()).takeLoggers();
        System.exit(run(out, err, arguments));
    }

    @Override
    public Printer printer() {
        return Printer.of(writeOut, spec.commandLine().getOut());
    }

    @Override
    public ToolLog log() {
        return new ToolLog(spec.commandLine().getErr(), Clock.systemUTC());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
