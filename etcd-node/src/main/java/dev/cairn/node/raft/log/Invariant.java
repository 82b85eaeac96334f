// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import java.util.function.Supplier;

/** Checks that stay on in production: a member that finds one broken must stop rather than go on. */
public final class Invariant {
    private Invariant() {}

    public static void check(boolean holds, Supplier<String> complaint) {
        if (!holds) {
            throw new IllegalStateException("raft invariant broken: " + complaint.get());
        }
    }
}
