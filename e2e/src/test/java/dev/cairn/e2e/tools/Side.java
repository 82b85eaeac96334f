// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.tools;

import dev.cairn.testkit.MemberProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;

/** One etcdctl with its member. What calls gave rise to, such as a lease's ID, later ones may name: {@code $LEASE}. */
record Side(Path tool, MemberProcess member, Path files, Map<String, String> names) implements AutoCloseable {
    private static final long LIMIT_SECONDS = 120;

    /** How a call ended and what it printed, to the byte. */
    record Ended(int exitCode, byte[] out, String err) {
        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }
    }

    Side(Path tool, MemberProcess member, Path files) throws IOException {
        this(tool, member, Files.createDirectories(files), new TreeMap<>());
        names.put("ENDPOINT", member.clientUrl().replace("http://", ""));
        names.put("FILES", files.toString());
    }

    Ended play(Script.Step step) {
        Map<String, String> environment = new TreeMap<>();
        if (!step.bare()) {
            environment.put("ETCDCTL_ENDPOINTS", names.get("ENDPOINT"));
        }
        // A machine that is busy is no difference.
        if (!step.line().contains("--command-timeout")) {
            environment.put("ETCDCTL_COMMAND_TIMEOUT", "60s");
            environment.put("ETCDCTL_DIAL_TIMEOUT", "60s");
        }
        step.environment().forEach((name, value) -> environment.put(name, filled(value)));
        List<String> command = new ArrayList<>(List.of(tool.toString()));
        step.words().forEach(word -> command.add(filled(word)));
        Ended ended = run(command, environment, filled(step.input()));
        step.learns().forEach((name, pattern) -> {
            Matcher found = pattern.matcher(ended.text());
            if (found.find()) {
                names.put(name, found.group(1));
            }
        });
        return ended;
    }

    private static Ended run(List<String> command, Map<String, String> environment, String input) {
        try {
            Path directory = Files.createTempDirectory("call");
            Path in = Files.writeString(directory.resolve("in"), input);
            Path out = directory.resolve("out");
            Path err = directory.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("ETCDCTL_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean inTime = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            int exitCode = inTime ? process.exitValue() : -1;
            process.destroyForcibly().waitFor();
            Ended ended = new Ended(exitCode, Files.readAllBytes(out), Files.readString(err));
            for (Path file : List.of(in, out, err, directory)) {
                Files.delete(file);
            }
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command + " ran", e);
        }
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("$" + name.getKey(), name.getValue());
        }
        return filled;
    }

    /** With names instead of what stands for them here. */
    String unfilled(String text) {
        String unfilled = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            unfilled = unfilled.replace(name.getValue(), "$" + name.getKey());
        }
        return unfilled;
    }

    @Override
    public void close() {
        member.close();
    }
}
