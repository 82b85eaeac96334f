// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bench;

import dev.cairn.node.bench.BenchedMember.Kind;
import dev.cairn.node.wire.etcdserverpb.StatusResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A follower that is far behind is fed by snapshot: what does the leader's p99 put suffer, ours and real etcd's? */
@Command(name = "catchup", mixinStandardHelpOptions = true)
public final class CatchUp implements Callable<Integer> {
    private static final int VALUE_BYTES = 4096;
    private static final int CLIENTS = 4;
    private static final long WARM_UP_SECONDS = 10;
    private static final long QUIET_SECONDS = 15;
    private static final long LOOK_MILLIS = 500;

    @Option(names = "--behind-mib", description = "what the follower lacks")
    private int behindMib = 1024;

    @Option(names = "--pairs", description = "rounds of each server, in turn")
    private int pairs = 3;

    public static void main(String... arguments) {
        System.exit(new CommandLine(new CatchUp()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<Kind, List<Double>> rises = new EnumMap<>(Kind.class);
        for (int pair = 0; pair < pairs; pair++) {
            List<Kind> order = List.of(Kind.CAIRN, Kind.ETCD);
            for (Kind kind : pair % 2 == 0 ? order : order.reversed()) {
                rises.computeIfAbsent(kind, each -> new ArrayList<>()).add(measure(kind));
            }
        }
        print("the leader's p99 put rises, ours %s, etcd's %s", listed(rises, Kind.CAIRN), listed(rises, Kind.ETCD));
        print(
                "median of %d pairs: to %.1f times its quiet value, etcd's to %.1f times",
                pairs, Median.of(rises.get(Kind.CAIRN)), Median.of(rises.get(Kind.ETCD)));
        return 0;
    }

    private static String listed(Map<Kind, List<Double>> rises, Kind kind) {
        return rises.get(kind).stream()
                .map(rise -> String.format(Locale.ROOT, "%.1f", rise))
                .collect(Collectors.joining(", "));
    }

    /** By how much the leader's p99 put rises. */
    private double measure(Kind kind) throws IOException, InterruptedException {
        List<BenchedMember> members =
                BenchedMember.cluster(kind, 3, "--log-level=error", "--quota-backend-bytes=" + (8L << 30));
        try {
            members.forEach(member -> member.process().launch());
            members.forEach(BenchedMember::awaitGet);
            BenchedMember leader = members.stream()
                    .filter(CatchUp::leads)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no member leads"));
            BenchedMember follower = members.stream()
                    .filter(member -> member != leader)
                    .findFirst()
                    .orElseThrow();
            follower.process().stop();
            int keys = behindMib * (1 << 20) / VALUE_BYTES;
            print("%s: filling %d keys of %d bytes while one follower is down", kind, keys, VALUE_BYTES);
            LoadProcess.fill(leader, "catchup", keys, VALUE_BYTES);
            return rise(kind, leader, follower);
        } finally {
            for (BenchedMember member : members) {
                member.close();
            }
        }
    }

    private static boolean leads(BenchedMember member) {
        return member.status()
                .filter(status -> status.getHeader().getMemberId() == status.getLeader())
                .isPresent();
    }

    private static double rise(Kind kind, BenchedMember leader, BenchedMember follower)
            throws IOException, InterruptedException {
        double quiet;
        double busy;
        double seconds;
        try (LoadProcess puts = new LoadProcess(leader, "put", CLIENTS)) {
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            puts.figures();
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            quiet = puts.figures().get("p99_ms");
            seconds = catchUp(follower, leader);
            busy = puts.figures().get("p99_ms");
        }
        print("%s: p99 quiet %.2f ms, while catching up %.2f ms, caught up in %.1f s", kind, quiet, busy, seconds);
        return busy / quiet;
    }

    /** Starts a member; how long it took until it had applied what the leader had committed by then. */
    private static double catchUp(BenchedMember follower, BenchedMember leader) throws InterruptedException {
        long target = leader.status().orElseThrow().getRaftIndex();
        long began = System.nanoTime();
        follower.process().launch();
        while (follower.status().map(StatusResponse::getRaftAppliedIndex).orElse(0L) < target) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static void print(String line, Object... values) {
        System.out.printf(Locale.ROOT, line + "%n", values);
    }
}
