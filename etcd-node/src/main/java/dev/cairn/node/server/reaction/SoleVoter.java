// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.reaction;

import dev.cairn.node.raft.core.RaftNode;
import java.util.List;

/** Where nobody else could lead, waiting for an election timeout only costs time. */
public final class SoleVoter {
    private SoleVoter() {}

    public static void campaign(RaftNode core) {
        var status = core.status();
        boolean alone = status.confState().voters().equals(List.of(status.id()))
                && status.confState().votersOutgoing().isEmpty();
        if (alone && status.leader() == 0) {
            core.campaign();
        }
    }

    /** {@code --initial-election-tick-advance}: all but one of the ticks of an election timeout at once. */
    public static void advance(RaftNode core, int electionTicks) {
        for (int i = 0; i < electionTicks - 1; i++) {
            core.tick();
        }
    }
}
