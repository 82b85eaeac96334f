// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code check datascale}: how much memory the first endpoint's member takes for so many keys. */
@Command(
        name = "datascale",
        customSynopsis = "datascale [options]",
        description = "Check the memory usage of holding data for different workloads on a given server endpoint.")
final class CheckDatascaleCommand extends CtlCommand {
    private static final int KEY_BYTES = 512;
    private static final int VALUE_BYTES = 512;
    private static final double MEBIBYTE = 1 << 20;

    private record Load(int keys, int clients) {}

    private static final Map<CheckSize, Load> LOADS = Map.of(
            CheckSize.S, new Load(10_000, 50),
            CheckSize.M, new Load(100_000, 200),
            CheckSize.L, new Load(1_000_000, 500),
            CheckSize.XL, new Load(3_000_000, 1000));

    @Mixin
    private CheckOptions options;

    @Option(
            names = "--prefix",
            paramLabel = "string",
            defaultValue = "/etcdctl-check-datascale/",
            description = "where keys are written")
    private String prefix;

    @Override
    protected int run(List<String> args) {
        Load wanted = LOADS.get(options.size());
        CtlSession session = session();
        PrintStream out = session.terminal().out();
        try (CheckRun run = new CheckRun(session, prefix, wanted.clients());
                ResidentMemory memory = new ResidentMemory(session.options())) {
            run.checkEmpty("etcdctl del --prefix " + prefix);
            double before = memory.bytes("before");
            out.println("Start data scale check for work load [" + wanted.keys() + " key-value pairs, "
                    + (KEY_BYTES + VALUE_BYTES) + " bytes per key-value, " + wanted.clients()
                    + " concurrent clients].");
            out.flush();
            CheckLoad puts = new CheckLoad(run.clients(), prefix, KEY_BYTES, VALUE_BYTES);
            Thread progress = run.showProgress(puts::done, wanted.keys());
            CheckLoad.Verdict verdict = puts.run(wanted.keys(), 0, Long.MAX_VALUE);
            progress.interrupt();
            double after = memory.bytes("after");
            options.tidy(run);
            if (!run.showErrors(verdict.errors())) {
                return CommandFailure.ERROR;
            }
            out.println("PASS: Approximate system memory used : "
                    + String.format(Locale.ROOT, "%.2f", (after - before) / MEBIBYTE) + " MB.");
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(CommandFailure.INTERRUPTED, "interrupted");
        }
    }
}
