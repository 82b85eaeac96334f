// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import dev.cairn.node.ctl.session.GoBoolean;
import picocli.CommandLine.Option;

/** What both kinds of {@code check} are told: how much load, and how to tidy up after it. */
final class CheckOptions {
    @Option(names = "--load", paramLabel = "string", defaultValue = "s", description = "s, m, l or xl (default s)")
    private String load;

    @Option(
            names = "--auto-compact",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "compact afterwards")
    private boolean autoCompact;

    @Option(
            names = "--auto-defrag",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "defragment afterwards")
    private boolean autoDefrag;

    CheckSize size() {
        return CheckSize.of(load);
    }

    void tidy(CheckRun run) {
        run.tidy(autoCompact, autoDefrag);
    }
}
