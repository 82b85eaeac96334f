// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim;

import dev.cairn.node.sim.check.Violation;

/** A run in which something does not hold: one line that says what, and the state of all members then. */
public final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String members;

    SimulationFailure(long seed, Throwable cause, String members) {
        super("seed " + seed + ": " + describe(cause).replaceAll("\\s*\\n\\s*", "; "), cause);
        this.members = members;
    }

    private static String describe(Throwable cause) {
        return cause instanceof Violation violation ? violation.getMessage() : "unexpected: " + cause;
    }

    /** One line per member. */
    public String members() {
        return members;
    }
}
