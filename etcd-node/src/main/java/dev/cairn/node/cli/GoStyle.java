// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Runs a command so that scripts written for etcd's tools notice no difference: {@code Error: …} on the error output,
 * their wording for bad flags with the usage behind, their exit codes.
 */
public final class GoStyle {
    private GoStyle() {}

    /** The exit code. */
    static int run(Object command, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(command)
                .setOut(out)
                .setErr(err)
                .setPosixClusteredShortOptionsAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setParameterExceptionHandler((failure, args) -> badParameter(failure))
                .setExecutionExceptionHandler((failure, at, parsed) -> failed(failure, at.getErr()));
        int exitCode = line.execute(arguments);
        out.flush();
        err.flush();
        return exitCode;
    }

    private static int badParameter(ParameterException failure) {
        PrintWriter err = failure.getCommandLine().getErr();
        String message = "Error: " + wording(failure);
        err.println(message);
        if (message.contains("unknown command")) {
            err.println("Run '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help' for usage.");
        } else {
            failure.getCommandLine().usage(err);
        }
        return CommandFailure.ERROR;
    }

    /** What is wrong with a command line, as Go's tools put it. */
    public static String wording(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        switch (failure) {
            case CommandLine.UnmatchedArgumentException unmatched -> {
                String first = unmatched.getUnmatched().getFirst();
                if (first.startsWith("--")) {
                    return "unknown flag: " + first.replaceFirst("=.*", "");
                }
                if (first.startsWith("-") && first.length() > 1) {
                    return "unknown shorthand flag: '" + first.charAt(1) + "' in " + first;
                }
                return "unknown command \"" + first + "\" for \"" + command.qualifiedName() + "\"";
            }
            case CommandLine.MissingParameterException missing -> {
                if (missing.getMessage().startsWith("Missing required option")) {
                    return missing.getMissing().stream()
                            .map(each -> "\"" + name(each).replaceFirst("^-+", "") + "\"")
                            .collect(Collectors.joining(", ", "required flag(s) ", " not set"));
                }
                return "flag needs an argument: " + name(missing.getMissing().getFirst());
            }
            default -> {
                if (failure.getArgSpec() != null && failure.getValue() != null) {
                    return "invalid argument \"" + failure.getValue() + "\" for \"" + name(failure.getArgSpec())
                            + "\" flag: " + reason(failure);
                }
                return failure.getMessage();
            }
        }
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** picocli wraps the reason of the type's own parser. */
    private static String reason(ParameterException failure) {
        return failure.getCause() == null
                ? failure.getMessage()
                : failure.getCause().getMessage();
    }

    private static int failed(Exception failure, PrintWriter err) {
        err.println("Error: " + words(failure));
        return failure instanceof CommandFailure known ? known.exitCode() : CommandFailure.ERROR;
    }

    /** A failure in words: files that are missing or closed to us as Go names them. */
    public static String words(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException wrapped -> words(wrapped.getCause());
            case NoSuchFileException missing -> "open " + missing.getFile() + ": no such file or directory";
            case AccessDeniedException denied -> "open " + denied.getFile() + ": permission denied";
            case IOException io -> io.toString();
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }
}
