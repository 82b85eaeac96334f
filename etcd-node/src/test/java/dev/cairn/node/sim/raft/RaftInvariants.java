// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What must hold at every moment, whatever fails (Raft figure 3, and what its users rely on). Knows all members. */
final class RaftInvariants {
    /** A safety property does not hold. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1L;

        Violation(String property, String detail) {
            super(property + ": " + detail);
        }
    }

    /** {@code termThen} is the highest term that had a leader when this was first applied: no later one committed it. */
    private record Applied(Entry entry, long hash, ConfState confState, long termThen) {}

    private record Ballot(long voter, long term) {}

    private final Map<Long, Long> leaderOfTerm = new HashMap<>();
    private final TreeMap<Long, Applied> applied = new TreeMap<>();
    private final Map<Ballot, Long> votes = new HashMap<>();
    private long highestTerm;
    private long elections;

    /** Election safety (5.2): one leader per term. Leader completeness (5.4): it has every entry that was ever applied. */
    void leads(RaftMember member, long term) {
        Long other = leaderOfTerm.putIfAbsent(term, member.id());
        if (other == null) {
            elections++;
            requireComplete(member, term);
            highestTerm = Math.max(highestTerm, term);
        } else {
            require(other == member.id(), "election safety", "term " + term + " is led by " + other + " and " + member);
        }
    }

    private void requireComplete(RaftMember leader, long term) {
        for (Applied each : applied.tailMap(leader.firstKnownIndex(), true).values()) {
            Entry entry = each.entry();
            // who counts the votes of an old term late lacks what newer terms have committed since
            require(
                    term <= each.termThen() || leader.termAt(entry.index()) == entry.term(),
                    "leader completeness",
                    leader + " leads term " + term + " without entry " + entry.term() + "/" + entry.index());
        }
    }

    /** State machine safety (5.4.3): at one index all apply the same entry to the same state. */
    void applied(RaftMember member, Entry entry, AppliedState state) {
        require(
                applied.isEmpty() || entry.index() <= applied.lastKey() + 1,
                "no gaps",
                member + " applies " + entry.index());
        Applied mine = new Applied(entry, state.hash(), state.confState(), highestTerm);
        Applied first = applied.putIfAbsent(entry.index(), mine);
        if (first != null) {
            boolean same = first.entry().term() == entry.term()
                    && first.entry().type() == entry.type()
                    && Arrays.equals(first.entry().data(), entry.data());
            require(same, "state machine safety", member + " applies another entry at " + entry.index());
            requireSameState(member, first, state);
        }
    }

    /** A snapshot stands for exactly the entries it replaces. */
    void restored(RaftMember member, AppliedState state) {
        Applied first = applied.get(state.index());
        if (first != null) {
            requireSameState(member, first, state);
        }
    }

    private static void requireSameState(RaftMember member, Applied first, AppliedState state) {
        require(first.hash() == state.hash(), "state machine safety", member + " differs at " + state.index());
        require(
                first.confState().equals(state.confState()),
                "one configuration per index",
                member + " has " + state.confState() + " at " + state.index() + ", not " + first.confState());
    }

    /** One vote per term (5.2), across restarts. */
    void sends(Message message) {
        if (message instanceof Message.VoteResp vote && !vote.reject()) {
            Long other = votes.putIfAbsent(new Ballot(vote.from(), vote.term()), vote.to());
            require(
                    other == null || other == vote.to(),
                    "one vote per term",
                    vote.from() + " votes for " + other + " and " + vote.to() + " in term " + vote.term());
        }
    }

    /** Log matching (5.3): the same term at the same index means the same log before it. */
    void logsMatch(RaftMember one, RaftMember two) {
        long low = Math.max(one.firstKnownIndex(), two.firstKnownIndex());
        boolean matched = false;
        for (long index = Math.min(one.lastIndex(), two.lastIndex()); index >= low; index--) {
            boolean same = one.termAt(index) == two.termAt(index);
            require(
                    same || !matched,
                    "log matching",
                    one + " and " + two + " differ at " + index + " and agree after it");
            matched |= same;
        }
    }

    /** A read is answered at an index that includes everything applied anywhere when it was asked. */
    void readAnswered(RaftMember member, long index, long appliedWhenAsked) {
        require(
                index >= appliedWhenAsked,
                "linearizable read",
                member + " reads at " + index + " what was asked after " + appliedWhenAsked + " was applied");
    }

    /** A term that a member acted in is never forgotten. */
    void restarts(RaftMember member, long termBefore, long termAfter) {
        require(
                termAfter >= termBefore,
                "durable term",
                member + " falls from term " + termBefore + " to " + termAfter);
    }

    long highestApplied() {
        return applied.isEmpty() ? 0 : applied.lastKey();
    }

    long elections() {
        return elections;
    }

    static void require(boolean holds, String property, String detail) {
        if (!holds) {
            throw new Violation(property, detail);
        }
    }
}
