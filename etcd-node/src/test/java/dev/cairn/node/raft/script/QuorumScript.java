// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import dev.cairn.node.raft.quorum.Joint;
import dev.cairn.node.raft.quorum.Majority;
import dev.cairn.node.raft.quorum.VoteResult;
import dev.cairn.node.raft.quorum.VoterAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scripts about counting: what is committed, how a vote ends. Each answer is also checked against its symmetries. */
final class QuorumScript implements ScriptRun.Interpreter {
    @Override
    public String run(Directive directive) {
        Joint voters = new Joint(
                Majority.of(directive.idValues("cfg")),
                directive.value("cfgj").orElse("zero").equals("zero")
                        ? Majority.NONE
                        : Majority.of(directive.idValues("cfgj")));
        Set<Long> order = new LinkedHashSet<>(directive.idValues("cfg"));
        order.addAll(voters.isJoint() ? directive.idValues("cfgj") : List.of());
        return switch (directive.command()) {
            case "committed" -> committed(voters, assign(order, directive.values("idx")));
            case "vote" -> vote(voters, assign(order, directive.values("votes")));
            case String other -> throw new IllegalArgumentException("unknown command " + other);
        };
    }

    /** Values in the order of the ids; {@code _} is none. */
    private static Map<Long, String> assign(Set<Long> ids, List<String> values) {
        Map<Long, String> assigned = new LinkedHashMap<>();
        int at = 0;
        for (long id : ids) {
            String value = values.get(at++);
            if (!value.equals("_")) {
                assigned.put(id, value);
            }
        }
        return assigned;
    }

    private static String vote(Joint voters, Map<Long, String> words) {
        VoteResult result = voters.decide(id -> vote(words.get(id)));
        VoteResult swapped = new Joint(voters.outgoing(), voters.incoming()).decide(id -> vote(words.get(id)));
        String name = switch (result) {
            case PENDING -> "VotePending";
            case LOST -> "VoteLost";
            case WON -> "VoteWon";
        };
        return result == swapped ? name : name + ", but " + swapped + " when the halves are swapped";
    }

    private static VoterAnswer vote(String word) {
        return word == null ? VoterAnswer.MISSING : word.equals("y") ? VoterAnswer.YES : VoterAnswer.NO;
    }

    private static String committed(Joint voters, Map<Long, String> words) {
        Map<Long, Long> indexes = new LinkedHashMap<>();
        words.forEach((id, word) -> indexes.put(id, Long.parseLong(word)));
        long result = voters.committed(id -> indexes.getOrDefault(id, 0L));
        StringBuilder text = new StringBuilder(table(voters.ids(), indexes));
        complaints(voters, indexes, result).forEach(line -> text.append(line).append('\n'));
        return text.append(result == Majority.ALL ? "∞" : result).toString();
    }

    private static List<String> complaints(Joint voters, Map<Long, Long> indexes, long result) {
        List<String> complaints = new ArrayList<>();
        long swapped = new Joint(voters.outgoing(), voters.incoming()).committed(id -> indexes.getOrDefault(id, 0L));
        if (swapped != result) {
            complaints.add(swapped + " when the halves are swapped");
        }
        Majority first = voters.incoming();
        if (!voters.isJoint()) {
            long withItself = new Joint(first, first).committed(id -> indexes.getOrDefault(id, 0L));
            if (withItself != result) {
                complaints.add(withItself + " when joint with itself");
            }
        }
        // what is above the result already does not count: lowering it to below the result's index changes nothing
        indexes.forEach((lowered, index) -> {
            if (index < result) {
                long again = voters.committed(id -> id == lowered ? 0 : indexes.getOrDefault(id, 0L));
                if (again != result) {
                    complaints.add(again + " when " + lowered + " is lowered");
                }
            }
        });
        return complaints;
    }

    /** Each voter's index with a bar that shows its rank. */
    private static String table(List<Long> ids, Map<Long, Long> indexes) {
        if (ids.isEmpty()) {
            return "<empty majority quorum>";
        }
        List<Long> ranked = ids.stream()
                .sorted(Comparator.<Long>comparingLong(id -> indexes.getOrDefault(id, 0L))
                        .thenComparing(id -> id))
                .toList();
        int width = ids.size();
        StringBuilder text = new StringBuilder(" ".repeat(width)).append("    idx\n");
        for (long id : ids) {
            int rank = ranked.indexOf(id);
            long index = indexes.getOrDefault(id, 0L);
            boolean above = rank > 0 && indexes.getOrDefault(ranked.get(rank - 1), 0L) < index;
            int bar = above ? rank : 0;
            String mark =
                    indexes.containsKey(id) ? "x".repeat(bar) + ">" + " ".repeat(width - bar) : "?" + " ".repeat(width);
            text.append(mark).append(" %5d    (id=%d)\n".formatted(index, id));
        }
        return text.toString();
    }
}
