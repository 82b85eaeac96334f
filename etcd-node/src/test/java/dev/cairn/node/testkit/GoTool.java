// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stock Go program from the cache that {@code e2e/tools/build.sh} fills. */
public record GoTool(String name) {
    public Path path() {
        String cache = Optional.ofNullable(System.getenv("CAIRN_CACHE"))
                .orElse(System.getProperty("user.home") + "/.cache/cairn");
        Path path = Path.of(cache, "bin", name);
        assertThat(path).as("build it with e2e/tools/build.sh " + name).isExecutable();
        return path;
    }

    /** Runs it to its end; output and errors apart. */
    public Outcome run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(path().toString()));
        command.addAll(List.of(arguments));
        return Outcome.of(command);
    }

    /** Runs it, and it must succeed. */
    public String output(String... arguments) {
        Outcome outcome = run(arguments);
        assertThat(outcome.exitCode())
                .as("%s %s: %s", name, List.of(arguments), outcome)
                .isZero();
        return outcome.out();
    }

    /** How a program ended and what it said. */
    public record Outcome(int exitCode, String out, String err) {
        public static Outcome of(List<String> command) {
            try {
                Path err = Files.createTempFile("stderr", "");
                Process process = new ProcessBuilder(command)
                        .redirectError(err.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .start();
                String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                int exitCode = process.waitFor();
                String errors = Files.readString(err);
                Files.delete(err);
                return new Outcome(exitCode, out, errors);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while " + command + " ran", e);
            }
        }
    }
}
