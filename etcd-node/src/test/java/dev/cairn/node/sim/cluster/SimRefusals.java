// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.server.start.StartRefusedException;
import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.wal.WalException;
import java.nio.file.Path;
import java.util.List;

/** Why a start of a member may be refused, and by which words; any other refusal is a violation. */
final class SimRefusals {
    private static final List<String> JOIN_LATER = List.of(
            "member count is unequal",
            "unmatched member",
            "cannot fetch cluster info",
            "incompatible with current running cluster");

    private final SimMember member;
    private final SimStart start;
    private Path damaged;
    private String expected;
    private boolean cameTrue;

    SimRefusals(SimMember member, SimStart start) {
        this.member = member;
        this.start = start;
    }

    /** A bit of this file was flipped: at the next start it is refused by name, or not needed any more. */
    void damaged(Path file) {
        damaged = file;
    }

    boolean isDamaged() {
        return damaged != null;
    }

    /** The next start shall be refused by these words. */
    void expect(String words) {
        expected = words;
        cameTrue = false;
    }

    /** What was expected has come. */
    boolean cameTrue() {
        return cameTrue;
    }

    /** Damage is refused with the damaged file's name, and nothing else is; that is for good. */
    void judge(WalException refusal) {
        if (damaged == null) {
            throw refusal;
        }
        Violation.require(
                refusal.getMessage().contains(damaged.toString()),
                "damage",
                () -> "a bit of " + damaged + " was flipped, but " + member + " says: " + refusal.getMessage());
        member.saw("corruption", "log");
    }

    /** The cluster has other members by now than the flags name: whoever runs it starts it again with what is true. */
    void judge(StartRefusedException refusal) {
        if (expected != null) {
            Violation.require(
                    refusal.getMessage().contains(expected),
                    "start",
                    () -> member + " is refused: " + refusal.getMessage() + " instead of " + expected);
            expected = null;
            cameTrue = true;
            return;
        }
        Violation.require(
                !start.hasBegun()
                        && !start.isFounder()
                        && JOIN_LATER.stream().anyMatch(refusal.getMessage()::startsWith),
                "start",
                () -> member + " is refused: " + refusal.getMessage());
        member.saw("start", "refused");
    }
}
