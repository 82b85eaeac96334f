// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Raft's promises as seen on the wire and in the logs: one leader per term; entries of the same index and term are the
 * same; what was committed never changes (paper, figure 3).
 */
public final class RaftCheck {
    private record Place(long index, long term) {}

    private final Map<Long, Long> leaders = new HashMap<>();
    private final Map<Place, Integer> entries = new HashMap<>();
    private final Map<Long, Long> committed = new HashMap<>();
    private long elections;

    /** A member sends this. */
    public void sent(Message message) {
        switch (message) {
            case Message.App app -> {
                leads(app.from(), app.term());
                app.entries().forEach(this::entry);
            }
            case Message.Heartbeat beat -> leads(beat.from(), beat.term());
            case Message.Snap snap -> leads(snap.from(), snap.term());
            case Message.TimeoutNow now -> leads(now.from(), now.term());
            default -> {}
        }
    }

    private void leads(long member, long term) {
        Long before = leaders.putIfAbsent(term, member);
        elections += before == null ? 1 : 0;
        Violation.require(
                before == null || before == member,
                "one leader per term",
                Long.toHexString(member) + " leads in term " + term + ", as does "
                        + Long.toHexString(before == null ? 0 : before));
    }

    private void entry(Entry entry) {
        int content =
                java.util.Arrays.hashCode(entry.data()) * 31 + entry.type().ordinal();
        Integer before = entries.putIfAbsent(new Place(entry.index(), entry.term()), content);
        Violation.require(
                before == null || before == content,
                "log matching",
                "two entries at index " + entry.index() + " of term " + entry.term());
    }

    /** A member's durable log holds these entries and it knows them to be committed. */
    public void committed(String member, List<Entry> log) {
        for (Entry entry : log) {
            entry(entry);
            Long before = committed.putIfAbsent(entry.index(), entry.term());
            Violation.require(
                    before == null || before == entry.term(),
                    "committed entries stay",
                    member + " has committed index " + entry.index() + " with term " + entry.term() + ", another "
                            + before);
        }
    }

    public long elections() {
        return elections;
    }
}
