// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bench;

import dev.cairn.node.bench.BenchedMember.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Side by side with real etcd: throughput and server CPU per operation, start-up and idle memory. */
@Command(name = "bench", mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {
    private static final String[] FLAGS = {"--log-level=error"};
    /** A server lives for months, its first seconds are not it: both are warm before anything is measured. */
    private static final List<Job> WARMING =
            List.of(new Job("put", 100, 15), new Job("get", 100, 8), new Job("range", 10, 5));

    private static final List<Job> MEASURED = List.of(
            new Job("put", 1, 0),
            new Job("put", 100, 0),
            new Job("put", 1000, 0),
            new Job("get", 100, 0),
            new Job("range", 10, 0));

    @Option(names = "--pairs", description = "rounds of each server, in turn")
    private int pairs = 5;

    @Option(names = "--seconds", description = "measured for each job")
    private double seconds = 5;

    @Option(names = "--starts", description = "starts on an empty disk")
    private int starts = 10;

    @Option(names = "--idle-seconds", description = "after which resident memory is read")
    private int idleSeconds = 60;

    /** @param seconds of warming; of a measured job an option says it */
    private record Job(String operation, int clients, double seconds) {}

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<Job, Map<Kind, List<Map<String, Double>>>> results = new LinkedHashMap<>();
        for (int pair = 0; pair < pairs; pair++) {
            List<Kind> order = List.of(Kind.values());
            for (Kind kind : pair % 2 == 0 ? order : order.reversed()) {
                round(pair, kind, results);
            }
        }
        printTable(results);
        startUp();
        idle();
        return 0;
    }

    private void round(int pair, Kind kind, Map<Job, Map<Kind, List<Map<String, Double>>>> results) throws IOException {
        try (BenchedMember member = BenchedMember.single(kind, FLAGS)) {
            for (Job job : WARMING) {
                LoadProcess.run(member, job.operation(), job.clients(), job.seconds());
            }
            for (Job job : MEASURED) {
                Map<String, Double> figures = LoadProcess.run(member, job.operation(), job.clients(), seconds);
                results.computeIfAbsent(job, each -> new EnumMap<>(Kind.class))
                        .computeIfAbsent(kind, each -> new ArrayList<>())
                        .add(figures);
                print(
                        "  pair %d/%d %-5s %-5s %5d clients: %8.0f/s",
                        pair + 1, pairs, kind, job.operation(), job.clients(), figures.get("ops_per_second"));
            }
        }
    }

    private static void printTable(Map<Job, Map<Kind, List<Map<String, Double>>>> results) {
        print("%n| job | clients | throughput, ours : etcd | server CPU per op, ours : etcd | p99, ours : etcd |");
        print("|---|---|---|---|---|");
        results.forEach((job, each) -> print(
                "| %s | %d | %.2f | %.2f | %.2f |",
                job.operation(),
                job.clients(),
                ratio(each, "ops_per_second"),
                ratio(each, "cpu_us"),
                ratio(each, "p99_ms")));
    }

    /** Of pairs, each measured one right after the other. */
    private static double ratio(Map<Kind, List<Map<String, Double>>> results, String figure) {
        List<Map<String, Double>> ours = results.get(Kind.CAIRN);
        List<Map<String, Double>> theirs = results.get(Kind.ETCD);
        return Median.of(IntStream.range(0, ours.size())
                .mapToObj(i -> ours.get(i).get(figure) / theirs.get(i).get(figure))
                .toList());
    }

    private void startUp() throws IOException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            long began = System.nanoTime();
            try (BenchedMember member = BenchedMember.single(Kind.CAIRN, FLAGS)) {
                times.add((System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1));
            }
        }
        print("%nstart to first linearizable get, empty disk, median of %d: %.2f s", starts, Median.of(times));
    }

    private void idle() throws IOException, InterruptedException {
        try (BenchedMember member = BenchedMember.single(Kind.CAIRN, FLAGS)) {
            TimeUnit.SECONDS.sleep(idleSeconds);
            print(
                    "resident memory %d s after start, idle: %.0f MB",
                    idleSeconds, member.process().residentBytes() / (double) (1 << 20));
        }
    }

    private static void print(String line, Object... values) {
        System.out.printf(Locale.ROOT, line + "%n", values);
    }
}
