// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

/** What a member does by itself, again and again; of an interval below a heartbeat's, once in a heartbeat. */
public record Duty(long intervalMillis, Runnable run) {
    /** At every heartbeat. */
    public static Duty always(Runnable run) {
        return new Duty(0, run);
    }
}
