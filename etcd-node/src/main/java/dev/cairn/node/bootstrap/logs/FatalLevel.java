// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.logs;

import java.util.logging.Level;

/** What ends the process; above all thresholds. */
final class FatalLevel extends Level {
    static final Level FATAL = new FatalLevel();

    private static final long serialVersionUID = 1L;

    private FatalLevel() {
        super("FATAL", SEVERE.intValue() + 100);
    }
}
