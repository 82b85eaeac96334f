// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code check perf}: whether the cluster bears a load for a minute. */
@Command(name = "perf", customSynopsis = "perf [options]", description = "Check the performance of the etcd cluster")
final class CheckPerfCommand extends CtlCommand {
    private static final Duration TIME = Duration.ofSeconds(60);
    private static final int KEY_BYTES = 256;
    private static final int VALUE_BYTES = 1024;
    private static final double ENOUGH = 0.9;
    private static final double SLOW_SECONDS = 0.5;
    private static final double UNEVEN_SECONDS = 0.1;

    private record Load(int perSecond, int clients) {}

    private static final Map<CheckSize, Load> LOADS = Map.of(
            CheckSize.S, new Load(150, 50),
            CheckSize.M, new Load(1000, 200),
            CheckSize.L, new Load(8000, 500),
            CheckSize.XL, new Load(15000, 1000));

    @Mixin
    private CheckOptions options;

    @Option(
            names = "--prefix",
            paramLabel = "string",
            defaultValue = "/etcdctl-check-perf/",
            description = "where keys are written")
    private String prefix;

    @Override
    protected int run(List<String> args) {
        Load wanted = LOADS.get(options.size());
        CtlSession session = session();
        CheckLoad.Verdict verdict;
        try (CheckRun run = new CheckRun(session, prefix, wanted.clients())) {
            run.checkEmpty("'etcdctl del --prefix " + prefix + "'");
            CheckLoad puts = new CheckLoad(run.clients(), prefix, KEY_BYTES, VALUE_BYTES);
            Thread progress = run.showProgress(puts::done, wanted.perSecond() * TIME.toSeconds());
            verdict = puts.run(Long.MAX_VALUE, wanted.perSecond(), TIME.toNanos());
            progress.interrupt();
            options.tidy(run);
            boolean errorless = run.showErrors(verdict.errors());
            return judge(verdict, wanted, session.terminal().out()) && errorless ? pass(session) : fail(session);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(CommandFailure.INTERRUPTED, "interrupted");
        }
    }

    private static boolean judge(CheckLoad.Verdict verdict, Load wanted, PrintStream out) {
        boolean enough = verdict.perSecond() / wanted.perSecond() > ENOUGH;
        out.println((enough ? "PASS: Throughput is " : "FAIL: Throughput too low: ") + ((int) verdict.perSecond() + 1)
                + " writes/s");
        boolean fast = verdict.slowest() <= SLOW_SECONDS;
        out.println((fast ? "PASS: Slowest request took " : "Slowest request took too long: ")
                + String.format(Locale.ROOT, "%fs", verdict.slowest()));
        boolean even = verdict.deviation() <= UNEVEN_SECONDS;
        out.println((even ? "PASS: Stddev is " : "Stddev too high: ")
                + String.format(Locale.ROOT, "%fs", verdict.deviation()));
        return enough && fast && even;
    }

    private static int pass(CtlSession session) {
        session.terminal().out().println("PASS");
        return 0;
    }

    private static int fail(CtlSession session) {
        session.terminal().out().println("FAIL");
        return CommandFailure.ERROR;
    }
}
