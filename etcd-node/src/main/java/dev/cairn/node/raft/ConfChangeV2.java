// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

import java.util.List;

/** A membership change that may pass through a joint configuration (§6). No changes at all means: leave the joint one. */
public record ConfChangeV2(Transition transition, List<Single> changes, byte[] context) {
    /** How to pass. Ordinals are the numbers on the wire. */
    public enum Transition {
        AUTO,
        JOINT_IMPLICIT,
        JOINT_EXPLICIT
    }

    /** One change of one member. */
    public record Single(ConfChangeType type, long nodeId) {}

    public ConfChangeV2 {
        changes = List.copyOf(changes);
    }
}
