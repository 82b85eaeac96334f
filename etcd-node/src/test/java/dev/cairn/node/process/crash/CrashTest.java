// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.crash;

import dev.cairn.node.process.cluster.Doorway;
import dev.cairn.node.process.cluster.Namespaces;
import dev.cairn.node.process.cluster.Setting;
import dev.cairn.node.process.proxy.StaleDoorway;

/** Faults on real members under load, and the checkers of the simulator on what clients saw. See {@link Options}. */
public final class CrashTest {
    private static final int ALL_IN_KILLS_PERCENT = 34;
    private static final int ALL_IN_POWER_CUTS_PERCENT = 75;

    private CrashTest() {}

    public static void main(String... arguments) {
        Options options = Options.read();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        System.exit(run(options) ? 0 : 1);
    }

    private static boolean run(Options options) {
        try (Namespaces net = options.faults() == Options.Faults.PARTITION ? new Namespaces() : null) {
            Setting setting = new Setting(
                    options.program(),
                    options.faults() == Options.Faults.POWERCUT ? options.shim() : null,
                    net,
                    options.target().equals("stale-proxy") ? StaleDoorway::new : Doorway::none);
            return switch (options.faults()) {
                case KILL -> new Rounds(options, setting, new Kills(ALL_IN_KILLS_PERCENT)).run();
                case POWERCUT -> new Rounds(options, setting, new Kills(ALL_IN_POWER_CUTS_PERCENT)).run();
                case PARTITION -> new Rounds(options, setting, new Partitions()).run();
                case ELECTION -> new Elections(options, setting).run();
            };
        }
    }
}
