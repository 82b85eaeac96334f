// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mutants;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;

/** One killer let loose on one set of classes, in a process of its own. */
final class Trial {
    /** Much longer than any seed or script takes: who says nothing new for so long hangs. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("mutants.silence", 90));

    /** What was noticed: by which seed, script or test, and what it said. */
    record Kill(Killer killer, String by, String what) {}

    private final Path directory;
    private final Path etcdScripts;
    private final String java;
    private String lastLine = "";

    Trial(Path directory, Path etcdScripts) {
        this.directory = directory;
        this.etcdScripts = etcdScripts;
        this.java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Empty when the killer found no fault. */
    Optional<Kill> run(String classPath, Killer killer, int seeds) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                java,
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + Integer.getInteger("mutants.tier", 4),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                killer.kind().program()));
        command.addAll(killer.programArguments(seeds, etcdScripts));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        AtomicLong heardNanos = new AtomicLong(System.nanoTime());
        Thread watch = Thread.startVirtualThread(() -> endWhenSilent(process, heardNanos));
        try (BufferedReader lines = process.inputReader()) {
            return listen(process, killer, lines, heardNanos);
        } finally {
            watch.interrupt();
            process.destroyForcibly().waitFor();
        }
    }

    private Optional<Kill> listen(Process process, Killer killer, BufferedReader lines, AtomicLong heardNanos)
            throws IOException, InterruptedException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.equals(lastLine)) {
                heardNanos.set(System.nanoTime());
            }
            lastLine = line;
            Matcher finding = killer.kind().finding().matcher(line);
            if (finding.matches()) {
                return Optional.of(new Kill(killer, finding.group(1), finding.group(2)));
            }
        }
        int status = process.waitFor();
        if (status == 0) {
            return Optional.empty();
        }
        if (System.nanoTime() - heardNanos.get() >= SILENCE_NANOS) {
            return Optional.of(new Kill(killer, "hangs", "after: " + lastLine));
        }
        throw new IllegalStateException(killer + " ended with status " + status + " and named no fault: " + lastLine);
    }

    private static void endWhenSilent(Process process, AtomicLong heardNanos) {
        try {
            while (process.isAlive()) {
                TimeUnit.SECONDS.sleep(1);
                if (System.nanoTime() - heardNanos.get() >= SILENCE_NANOS) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
