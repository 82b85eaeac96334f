// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.function.Supplier;

/** A property does not hold. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    public Violation(String property, String what) {
        super(property + ": " + what);
    }

    public static void require(boolean holds, String property, String what) {
        require(holds, property, () -> what);
    }

    public static void require(boolean holds, String property, Supplier<String> what) {
        if (!holds) {
            throw new Violation(property, what.get());
        }
    }
}
