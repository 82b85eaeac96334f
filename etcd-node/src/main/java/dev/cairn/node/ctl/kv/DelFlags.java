// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.ctl.print.GoText;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** What is to be deleted: by a command of its own or in a transaction. */
final class DelFlags {
    private static final long REGRET_SECONDS = 2;

    @Option(
            names = "--prefix",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "all keys with this prefix")
    private boolean prefix;

    @Option(
            names = "--prev-kv",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "show what is deleted")
    private boolean prevKv;

    @Option(
            names = "--from-key",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "this key and all behind it")
    private boolean fromKey;

    @Option(
            names = "--range",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "a range is meant: do not wait before it is deleted")
    private boolean range;

    DeleteRangeRequest request(List<String> args, PrintStream err) {
        Keys.check(
                args.size() == 1 || args.size() == 2,
                "del command needs one argument as key and an optional argument as range_end");
        Keys.check(!(prefix && fromKey), Keys.ONE_OF_TWO);
        KeyRange keys = Keys.range(args, prefix, fromKey);
        if (args.size() == 2 && !range) {
            err.println("Warning: Keys between " + GoText.quote(args.get(0)) + " and " + GoText.quote(args.get(1))
                    + " will be deleted. Please interrupt the command within next 2 seconds to cancel. You can provide"
                    + " `--range` flag to avoid the delay.");
            waitForRegret();
        }
        return DeleteRangeRequest.newBuilder()
                .setKey(keys.key())
                .setRangeEnd(keys.end())
                .setPrevKv(prevKv)
                .build();
    }

    private static void waitForRegret() {
        try {
            TimeUnit.SECONDS.sleep(REGRET_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before anything was deleted", e);
        }
    }
}
