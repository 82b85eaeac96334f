// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.crash;

import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Halts the process at one point, without any shutdown hook, as a power cut would; once only: a marker is left first
 * where the next process finds it.
 */
public final class HaltOnce implements CrashSwitch {
    /** What a process killed by SIGKILL ends with. */
    public static final int EXIT_CODE = 137;

    private static final Logger LOG = LoggerFactory.getLogger(HaltOnce.class);

    private final CrashPoint point;
    private final Predicate<CrashPoint> leaveMarker;
    private final Runnable halt;

    /**
     * @param leaveMarker leaves the marker and says whether it is new; false means the switch has fired before
     * @param halt ends the process
     */
    public HaltOnce(CrashPoint point, Predicate<CrashPoint> leaveMarker, Runnable halt) {
        this.point = point;
        this.leaveMarker = leaveMarker;
        this.halt = halt;
    }

    @Override
    public void at(CrashPoint reached) {
        if (reached == point && leaveMarker.test(reached)) {
            LOG.warn("crash switch {} fired: halting", reached.spelling());
            halt.run();
        }
    }
}
