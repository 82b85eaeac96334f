// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import dev.cairn.node.backup.AgentReport;
import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.cli.GoStyle;
import dev.cairn.node.cli.ToolLog;
import dev.cairn.node.cli.restore.RestoreException;
import dev.cairn.node.storage.DataDirectoryException;
import dev.cairn.node.tls.TlsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * Saves, proves, restores and prunes backups in an S3-compatible bucket. Runs once and reports as one JSON object on the
 * output and in the container's termination message. Credentials come by environment only.
 */
@Command(
        name = "backup-agent",
        description = "Backs up an etcd cluster to an S3-compatible store, and restores from it.",
        subcommands = {
            SaveCommand.class,
            VerifyCommand.class,
            RestoreCommand.class,
            PruneCommand.class,
            CheckCommand.class
        })
public final class BackupAgent implements Runnable, RunContext {
    private static final Path TERMINATION_LOG = Path.of("/dev/termination-log");

    @Option(
            names = "--termination-log",
            scope = ScopeType.INHERIT,
            paramLabel = "file",
            description = "where the report goes besides the output (default /dev/termination-log if it exists)")
    private Path terminationLog;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "help for the command")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private final Map<String, String> environment;
    private final Clock clock;

    BackupAgent(Map<String, String> environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        new ToolLog(err, Clock.systemUTC()).takeLoggers();
        BackupAgent agent = new BackupAgent(System.getenv(), Clock.systemUTC());
        System.exit(agent.run(out, err, List.of(arguments)));
    }

    /** Runs a command line and returns the exit code. */
    int run(PrintWriter out, PrintWriter err, List<String> arguments) {
        CommandLine line = new CommandLine(this).setOut(out).setErr(err).setOverwrittenOptionsAllowed(true);
        line.setParameterExceptionHandler((failure, args) -> {
            String wording = GoStyle.wording(failure);
            return failed(out, err, new AgentException(Reason.INVALID_ARGUMENT, wording, failure));
        });
        line.setExecutionExceptionHandler((failure, at, parsed) -> failed(out, err, explain(failure)));
        int exitCode = line.execute(arguments.toArray(String[]::new));
        out.flush();
        return exitCode;
    }

    @Override
    public void report(AgentReport report) {
        write(spec.commandLine().getOut(), report);
    }

    private int failed(PrintWriter out, PrintWriter err, AgentException failure) {
        err.println("Error: " + failure.getMessage());
        write(out, AgentReport.failed(failure));
        return CommandFailure.ERROR;
    }

    private void write(PrintWriter out, AgentReport report) {
        out.println(report.toJson());
        out.flush();
        try {
            if (terminationLog != null) {
                report.writeTo(terminationLog);
            } else if (Files.exists(TERMINATION_LOG)) {
                report.writeTo(TERMINATION_LOG);
            }
        } catch (IOException e) {
            throw new AgentException(Reason.INTERNAL, "cannot write the report: " + e, e);
        }
    }

    private static AgentException explain(Exception failure) {
        return switch (failure) {
            case AgentException known -> known;
            case DataDirectoryException used ->
                new AgentException(Reason.DATA_DIRECTORY_IN_USE, used.getMessage(), used);
            case CommandFailure bad -> new AgentException(Reason.INVALID_ARGUMENT, bad.getMessage(), bad);
            case TlsException bad -> new AgentException(Reason.INVALID_ARGUMENT, bad.getMessage(), bad);
            case IllegalArgumentException bad -> new AgentException(Reason.INVALID_ARGUMENT, bad.getMessage(), bad);
            case RestoreException bad -> new AgentException(Reason.INVALID_SNAPSHOT, bad.getMessage(), bad);
            default -> new AgentException(Reason.INTERNAL, GoStyle.words(failure), failure);
        };
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public ToolLog log() {
        return new ToolLog(spec.commandLine().getErr(), clock);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
