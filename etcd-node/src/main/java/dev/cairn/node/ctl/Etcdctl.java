// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.cli.GoStyle;
import dev.cairn.node.ctl.print.Terminal;
import dev.cairn.node.ctl.session.CtlRoot;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GlobalFlags;
import dev.cairn.node.ctl.session.HelpText;
import dev.cairn.node.ctl.session.SilentExit;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** etcd's command line client: the commands, flags, output and exit codes of etcdctl 3.7. */
@Command(name = "etcdctl", description = "A simple command line client for etcd3.")
public final class Etcdctl implements Runnable, CtlRoot {
    @Mixin
    private GlobalFlags flags;

    @Spec
    private CommandSpec spec;

    private final Terminal terminal;
    private final List<String> words;

    private Etcdctl(Terminal terminal, List<String> words) {
        this.terminal = terminal;
        this.words = words;
    }

    /** Runs a command line and returns the exit code. */
    public static int run(Terminal terminal, String... arguments) {
        PrintWriter out = new PrintWriter(terminal.out(), false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(terminal.err(), false, StandardCharsets.UTF_8);
        CommandLine line = new CommandLine(new Etcdctl(terminal, List.of(arguments)));
        Commands.named(arguments).forEach(line::addSubcommand);
        line.setOut(out)
                .setErr(err)
                .setOverwrittenOptionsAllowed(true)
                .setAbbreviatedSubcommandsAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler((failure, args) -> badParameter(failure))
                .setExecutionExceptionHandler((failure, at, parsed) -> failed(failure, err))
                .setExecutionStrategy(Etcdctl::execute);
        int exitCode = line.execute(arguments);
        out.flush();
        err.flush();
        terminal.out().flush();
        terminal.err().flush();
        return exitCode;
    }

    public static void main(String[] arguments) {
        // Netty and gRPC have nothing to say that a user of one command could use.
        Logger.getLogger("").setLevel(Level.OFF);
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = run(new Terminal(System.in, out, err, System.getenv()), arguments);
        // Nothing is left to be waited for: not even idle threads of connections.
        System.exit(code);
    }

    private static int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (last.isUsageHelpRequested()) {
            CommandSpec command = last.commandSpec();
            HelpText.print(command, command.commandLine().getOut());
            return 0;
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int badParameter(ParameterException failure) {
        CommandLine at = failure.getCommandLine();
        PrintWriter err = at.getErr();
        String wording = GoStyle.wording(failure);
        err.println("Error: " + wording);
        if (wording.startsWith("unknown command")) {
            Suggestions.print(failure, err);
            err.println("Run '" + at.getCommandSpec().qualifiedName() + " --help' for usage.");
        } else {
            HelpText.usage(at.getCommandSpec(), err);
        }
        return CommandFailure.ERROR;
    }

    private static int failed(Exception failure, PrintWriter err) {
        if (failure instanceof SilentExit silent) {
            return silent.exitCode();
        }
        err.println("Error: " + GoStyle.words(failure));
        return failure instanceof CommandFailure known ? known.exitCode() : CommandFailure.ERROR;
    }

    @Override
    public void run() {
        HelpText.print(spec, spec.commandLine().getOut());
    }

    @Override
    public CtlSession session(ParseResult parsed) {
        return new CtlSession(flags, terminal, parsed);
    }

    @Override
    public Terminal terminal() {
        return terminal;
    }

    @Override
    public List<String> words() {
        return words;
    }
}
