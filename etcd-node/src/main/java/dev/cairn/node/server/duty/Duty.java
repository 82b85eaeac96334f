// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

/** What a member does by itself, again and again; of an interval below a heartbeat's, once in a heartbeat. */
public record Duty(long intervalMillis, Runnable run) {
    private static final long NEVER = Long.MAX_VALUE;

    /** As the user wants it, who may say 0 for never. */
    public static Duty unlessZero(long intervalMillis, Runnable run) {
        return new Duty(intervalMillis == 0 ? NEVER : intervalMillis, run);
    }

    /** At every heartbeat. */
    public static Duty always(Runnable run) {
        return new Duty(0, run);
    }
}
