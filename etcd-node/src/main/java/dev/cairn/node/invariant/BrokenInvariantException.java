// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.invariant;

/** The member itself is wrong: it must stop. Nobody catches it to go on. */
public final class BrokenInvariantException extends IllegalStateException {
    BrokenInvariantException(String complaint) {
        super("invariant broken: " + complaint);
    }
}
