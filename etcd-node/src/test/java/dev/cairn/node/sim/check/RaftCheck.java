// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Raft's promises as seen on the wire and in the logs (paper, figure 3): one leader per term, elected by one vote each;
 * entries of the same index and term are the same, and so is what comes before them; what was committed never changes, and
 * every leader of a later term has it; nobody forgets a term that it acted in.
 */
public final class RaftCheck {
    private record Place(long index, long term) {}

    private record Ballot(long voter, long term) {}

    private final Map<Long, Long> leaders = new HashMap<>();
    /** @param inTerm no later than this: the lowest term in which a member knew of it */
    private record Committed(long term, long inTerm) {
        Committed knownIn(long term) {
            return new Committed(term(), Math.min(inTerm, term));
        }
    }

    private final Map<Place, Integer> entries = new HashMap<>();
    private final Map<Place, Long> termsBefore = new HashMap<>();
    private final Map<Ballot, Long> votes = new HashMap<>();
    private final Map<Long, Long> promisedTerms = new HashMap<>();
    private final Map<Long, Committed> committed = new HashMap<>();
    private long elections;

    /** A member sends this. */
    public void sent(Message message) {
        switch (message) {
            case Message.App app -> {
                leads(app.from(), app.term());
                appends(app);
            }
            case Message.Heartbeat beat -> leads(beat.from(), beat.term());
            case Message.Snap snap -> leads(snap.from(), snap.term());
            case Message.TimeoutNow now -> leads(now.from(), now.term());
            case Message.VoteResp vote -> {
                promises(vote.from(), vote.term());
                if (!vote.reject()) {
                    votes(vote);
                }
            }
            case Message.AppResp response -> promises(response.from(), response.term());
            default -> {}
        }
    }

    /** Such answers leave only when the term is durable. */
    private void promises(long member, long term) {
        Long before = promisedTerms.put(member, term);
        Violation.require(
                before == null || before <= term,
                "durable term",
                () -> Long.toHexString(member) + " answered in term " + before + " and now in term " + term);
    }

    private void votes(Message.VoteResp vote) {
        Long before = votes.putIfAbsent(new Ballot(vote.from(), vote.term()), vote.to());
        Violation.require(
                before == null || before == vote.to(),
                "one vote per term",
                () -> Long.toHexString(vote.from()) + " votes for " + Long.toHexString(vote.to()) + " in term "
                        + vote.term() + ", and before for " + Long.toHexString(before == null ? 0 : before));
    }

    private void appends(Message.App app) {
        long termBefore = app.logTerm();
        long index = app.index();
        has(app, index, termBefore);
        for (Entry entry : app.entries()) {
            entry(entry);
            follows(entry, termBefore);
            has(app, entry.index(), entry.term());
            termBefore = entry.term();
        }
    }

    /** Log matching: the same entry has the same one before it, and so all of them. */
    private void follows(Entry entry, long termBefore) {
        Long before = termsBefore.putIfAbsent(new Place(entry.index(), entry.term()), termBefore);
        Violation.require(
                before == null || before == termBefore,
                "log matching",
                () -> "before index " + entry.index() + " of term " + entry.term() + " there are terms " + before
                        + " and " + termBefore);
    }

    /** Leader completeness: what was committed in a term is in the logs of all leaders of later ones. */
    private void has(Message.App app, long index, long term) {
        Committed there = committed.get(index);
        if (there == null || there.inTerm() >= app.term()) {
            return;
        }
        Violation.require(
                there.term() == term,
                "leader completeness",
                () -> Long.toHexString(app.from()) + " leads term " + app.term() + " and has term " + term
                        + " at index "
                        + index + ", where an entry of term " + there.term() + " was committed in term "
                        + there.inTerm());
    }

    private void leads(long member, long term) {
        Long before = leaders.putIfAbsent(term, member);
        elections += before == null ? 1 : 0;
        Violation.require(
                before == null || before == member,
                "one leader per term",
                () -> Long.toHexString(member) + " leads in term " + term + ", as does "
                        + Long.toHexString(before == null ? 0 : before));
    }

    private void entry(Entry entry) {
        int content =
                java.util.Arrays.hashCode(entry.data()) * 31 + entry.type().ordinal();
        Integer before = entries.putIfAbsent(new Place(entry.index(), entry.term()), content);
        Violation.require(
                before == null || before == content,
                "log matching",
                () -> "two entries at index " + entry.index() + " of term " + entry.term());
    }

    /** A member's durable log holds these entries, and in this term it knows them to be committed. */
    public void committed(String member, long inTerm, List<Entry> log) {
        Entry last = null;
        for (Entry entry : log) {
            entry(entry);
            if (last != null) {
                follows(entry, last.term());
            }
            last = entry;
            Committed before = committed.computeIfAbsent(entry.index(), at -> new Committed(entry.term(), inTerm));
            Violation.require(
                    before.term() == entry.term(),
                    "committed entries stay",
                    () -> member + " has committed index " + entry.index() + " with term " + entry.term() + ", another "
                            + before.term());
            committed.put(entry.index(), before.knownIn(inTerm));
        }
    }

    public long elections() {
        return elections;
    }
}
