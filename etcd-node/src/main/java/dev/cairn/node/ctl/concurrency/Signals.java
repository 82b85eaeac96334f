// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.concurrency;

import dev.cairn.node.ctl.session.CtlSession;

/** What is done when the user interrupts the command: something is given back, and that was no failure. */
final class Signals {
    private Signals() {}

    /** {@code giveBack} is run at the signal, and the process ends with 0. */
    static Thread atInterrupt(CtlSession session, Runnable giveBack) {
        Thread hook = new Thread(
                () -> {
                    giveBack.run();
                    session.exit(0);
                },
                "interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    /** Where the command ends by itself. */
    static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The signal came first: the hook ends the process.
            Thread.yield();
        }
    }
}
