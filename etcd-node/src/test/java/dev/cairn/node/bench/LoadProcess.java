// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Load from a process of its own: each run begins with a cold JVM, the same for both servers. This one goes on until it is
 * closed, and tells what it measured since it was last asked.
 */
final class LoadProcess implements AutoCloseable {
    private static final double WITH_WARM_UP = 1.3;
    private static final double MICROS = 1e6;

    private final Process process;
    private final BufferedReader said;

    LoadProcess(BenchedMember member, String operation, int clients) throws IOException {
        process = start(LoadGenerator.class, member, operation, String.valueOf(clients));
        said = process.inputReader(StandardCharsets.UTF_8);
    }

    /** By the names that {@link LoadGenerator} prints. */
    Map<String, Double> figures() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return figures(said.readLine());
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        await(process);
    }

    /** Load for so many seconds; {@code cpu_us} is what the server's processors did for one operation. */
    static Map<String, Double> run(BenchedMember member, String operation, int clients, double seconds)
            throws IOException {
        double before = member.process().cpuSeconds();
        Process process =
                start(LoadGenerator.class, member, operation, String.valueOf(clients), String.valueOf(seconds));
        Map<String, Double> figures =
                figures(process.inputReader(StandardCharsets.UTF_8).readLine());
        await(process);
        // The warm-up, 0.3 of the measured time, costs processor time too: its operations count at the measured rate.
        double operations = Math.max(1, WITH_WARM_UP * figures.get("ops"));
        figures.put("cpu_us", (member.process().cpuSeconds() - before) * MICROS / operations);
        return figures;
    }

    /** So many keys with values of so many bytes, all acknowledged. */
    static void fill(BenchedMember member, String prefix, int count, int valueBytes) throws IOException {
        await(start(Filler.class, member, prefix, String.valueOf(count), String.valueOf(valueBytes)));
    }

    private static Process start(Class<?> program, BenchedMember member, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                "127.0.0.1",
                String.valueOf(member.port())));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void await(Process process) {
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError("the load ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Double> figures(String line) {
        if (line == null) {
            throw new UncheckedIOException(new IOException("the load ended without a word"));
        }
        String[] words = line.split(" ");
        Map<String, Double> figures = new HashMap<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            figures.put(words[i], Double.parseDouble(words[i + 1]));
        }
        return figures;
    }
}
