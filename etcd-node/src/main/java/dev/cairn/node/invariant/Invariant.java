// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.invariant;

import java.util.function.Supplier;

/**
 * What must hold whatever clients, peers and disks do. The checks stay on in production: a member that finds one broken
 * stops with what it saw rather than go on with a state that it does not understand, and a simulation fails. What a
 * client, a peer or a damaged file can bring about is not for here: that has an answer of its own. The forms with numbers
 * ({@code %d}, in order) cost nothing where they hold.
 */
public final class Invariant {
    private Invariant() {}

    public static void check(boolean holds, Supplier<String> complaint) {
        if (!holds) {
            throw new BrokenInvariantException(complaint.get());
        }
    }

    public static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new BrokenInvariantException(complaint);
        }
    }

    public static void check(boolean holds, String complaint, long a) {
        if (!holds) {
            throw new BrokenInvariantException(String.format(complaint, a));
        }
    }

    public static void check(boolean holds, String complaint, long a, long b) {
        if (!holds) {
            throw new BrokenInvariantException(String.format(complaint, a, b));
        }
    }

    public static void check(boolean holds, String complaint, long a, long b, long c) {
        if (!holds) {
            throw new BrokenInvariantException(String.format(complaint, a, b, c));
        }
    }
}
