// SPDX-License-Identifier: Apache-2.0
package dev.cairn.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end: a stock one from the cache that {@code e2e/tools/build.sh} fills, or any other. */
public record Program(Path path, Map<String, String> environment) {
    private static final long LIMIT_SECONDS = 300;

    /** By its name in the cache, such as {@code etcdctl-3.7}. */
    public static Program stock(String name) {
        Path path = cache().resolve("bin").resolve(name);
        if (!Files.isExecutable(path)) {
            throw new AssertionError(path + " is missing: build it with e2e/tools/build.sh " + name);
        }
        return new Program(path, Map.of());
    }

    /** Where built tools are, and the local Kubernetes keeps its state. */
    public static Path cache() {
        return Optional.ofNullable(System.getenv("CAIRN_CACHE"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "cairn"));
    }

    /** Any other program, found as a shell finds it. */
    public static Program of(String program) {
        return new Program(Path.of(program), Map.of());
    }

    public Program with(Map<String, String> added) {
        return new Program(path, added);
    }

    public List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(path.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs it to its end, nothing on its standard input. */
    public Outcome run(String... arguments) {
        return runWith("", arguments);
    }

    public Outcome runWith(String input, String... arguments) {
        List<String> command = command(arguments);
        try {
            Path files = Files.createTempDirectory("tool");
            Path in = Files.writeString(files.resolve("in"), input);
            Path out = files.resolve("out");
            Path err = files.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            Outcome outcome = new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
            for (Path file : List.of(in, out, err, files)) {
                Files.delete(file);
            }
            if (!ended) {
                throw new AssertionError("still running after " + LIMIT_SECONDS + " s: " + command + ": " + outcome);
            }
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command + " ran", e);
        }
    }

    /** Runs it, and it must succeed; what it prints. */
    public String output(String... arguments) {
        return succeeded(run(arguments), arguments).out();
    }

    public String outputWith(String input, String... arguments) {
        return succeeded(runWith(input, arguments), arguments).out();
    }

    /** Runs it, and it must fail; what it says on standard error. */
    public String refusal(String... arguments) {
        Outcome outcome = run(arguments);
        if (outcome.exitCode() == 0) {
            throw new AssertionError(path.getFileName() + " " + List.of(arguments) + " must fail: " + outcome);
        }
        return outcome.err();
    }

    private Outcome succeeded(Outcome outcome, String... arguments) {
        if (outcome.exitCode() != 0) {
            throw new AssertionError(path.getFileName() + " " + List.of(arguments) + ": " + outcome);
        }
        return outcome;
    }

    /** How a program ended and what it said. */
    public record Outcome(int exitCode, String out, String err) {}
}
