// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.testkit.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A program as people run it: what it prints, as text, as JSON, or line by line while it runs. */
public record StockTool(Program program) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** It must succeed; what it prints. */
    public String say(String... arguments) {
        return program.output(arguments);
    }

    public String sayWith(String input, String... arguments) {
        return program.outputWith(input, arguments);
    }

    /** It must fail; what it says on standard error. */
    public String refuse(String... arguments) {
        return program.refusal(arguments);
    }

    public String refuseWith(String input, String... arguments) {
        Program.Outcome outcome = program.runWith(input, arguments);
        if (outcome.exitCode() == 0) {
            throw new AssertionError(List.of(arguments) + " must fail: " + outcome);
        }
        return outcome.err();
    }

    public JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-w", "json"));
        return parse(say(all.toArray(String[]::new)));
    }

    public static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    /** Started, and read line by line; closing ends it. */
    public Running start(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(program.command(arguments));
        builder.environment().putAll(program.environment());
        try {
            return new Running(
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first so many lines that it prints; it is ended then. */
    public List<String> lines(int count, String... arguments) {
        try (Running running = start(arguments)) {
            List<String> lines = new ArrayList<>();
            while (lines.size() < count) {
                lines.add(running.line());
            }
            return lines;
        }
    }

    /** One that runs. */
    public static final class Running implements AutoCloseable {
        private final Process process;
        private final BufferedReader said;

        private Running(Process process) {
            this.process = process;
            this.said = process.inputReader(StandardCharsets.UTF_8);
        }

        /** Its next line, waited for. */
        public String line() {
            try {
                String line = said.readLine();
                if (line == null) {
                    throw new AssertionError(
                            "it ended with " + process.onExit().join().exitValue());
                }
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
