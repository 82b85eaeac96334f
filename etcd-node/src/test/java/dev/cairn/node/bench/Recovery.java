// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bench;

import dev.cairn.node.bench.BenchedMember.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A member with a full store and a long unflushed log is killed: how long until it answers again? */
@Command(name = "recovery", mixinStandardHelpOptions = true)
public final class Recovery implements Callable<Integer> {
    private static final int VALUE_BYTES = 4096;
    private static final int SMALL_BYTES = 64;
    private static final Pattern INDEXES =
            Pattern.compile("applied index (\\d+), commit index \\d+, last index (\\d+)");

    @Option(names = "--store-mib", description = "what the store holds")
    private int storeMib = 1024;

    @Option(names = "--entries", description = "in the log only")
    private int entries = 100_000;

    @Option(names = "--runs", description = "kills")
    private int runs = 3;

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Recovery()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        int keys = storeMib * (1 << 20) / VALUE_BYTES;
        try (BenchedMember member =
                BenchedMember.single(Kind.CAIRN, "--snapshot-count=10000000", "--quota-backend-bytes=" + (8L << 30))) {
            print("filling: %d keys of %d bytes", keys, VALUE_BYTES);
            LoadProcess.fill(member, "recovery", keys, VALUE_BYTES);
            List<Double> times = new ArrayList<>();
            for (int run = 1; run <= runs; run++) {
                times.add(recover(member, run));
            }
            print(
                    "recovery of a store of %.0f MB and %d unflushed entries, exec to first linearizable get, median of %d:"
                            + " %.2f s",
                    megabytes(member.process().dataDir().resolve("member/store")), entries, runs, Median.of(times));
        }
        return 0;
    }

    private double recover(BenchedMember member, int run) throws IOException {
        // A graceful stop flushes the store.
        member.process().stop();
        member.process().launch();
        member.awaitGet();
        LoadProcess.fill(member, "recovery-unflushed", entries, SMALL_BYTES);
        member.process().kill();
        long began = System.nanoTime();
        member.process().launch();
        member.awaitGet();
        double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        MatchResult indexes = INDEXES.matcher(member.process().log())
                .results()
                .reduce((first, second) -> second)
                .orElseThrow();
        long unflushed = Long.parseLong(indexes.group(2)) - Long.parseLong(indexes.group(1));
        if (unflushed < entries) {
            throw new AssertionError(
                    "the log had only " + unflushed + " unflushed entries: the store was flushed meanwhile");
        }
        print("run %d: %d unflushed entries, %.2f s", run, unflushed, seconds);
        return seconds;
    }

    private static double megabytes(Path directory) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes / 1e6;
    }

    private static void print(String line, Object... values) {
        System.out.printf(Locale.ROOT, line + "%n", values);
    }
}
