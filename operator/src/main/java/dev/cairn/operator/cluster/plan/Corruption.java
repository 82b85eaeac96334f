// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.etcd.HashKv;
import dev.cairn.operator.etcd.MemberIds;
import dev.cairn.operator.etcd.RaisedAlarm;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is done about CORRUPT. Who is right is said by a quorum whose keys have one hash at one revision: whoever has
 * another one is replaced, one at a time, and the alarm is disarmed once all that are left agree. Where no quorum agrees,
 * or some of those that agree are the ones that the alarm names, nothing is touched.
 */
final class Corruption {

    /** The next thing to do about data that differs; empty when etcd has not raised CORRUPT. */
    Optional<Step> next(ObservedCluster seen, Membership.Known known) {
        List<RaisedAlarm> raised = seen.alarms().stream()
                .filter(each -> RaisedAlarm.CORRUPT.equals(each.type()))
                .toList();
        if (raised.isEmpty()) {
            return Optional.empty();
        }
        if (known.voters().size() == 1) {
            return Optional.of(undecided("there is one voter, and nobody to compare it with"));
        }
        SortedMap<String, HashKv> hashes = new TreeMap<>(seen.hashes());
        hashes.keySet().retainAll(known.members().keySet());
        Optional<HashKv> right = right(hashes, known);
        if (right.isEmpty()) {
            return Optional.of(undecided("no quorum of members has one hash: " + told(hashes, known)));
        }
        Optional<ObservedMember> wrong = hashes.keySet().stream()
                .filter(each -> comparable(hashes.get(each), right.get())
                        && hashes.get(each).hash() != right.get().hash())
                .map(known.members()::get)
                .min(Comparator.comparing(ObservedMember::leads).thenComparing(ObservedMember::name));
        if (wrong.isPresent()) {
            return Optional.of(replace(known, wrong.get(), hashes, right.get()));
        }
        List<String> unknown = known.members().keySet().stream()
                .filter(each -> !hashes.containsKey(each) || !comparable(hashes.get(each), right.get()))
                .toList();
        if (!unknown.isEmpty()) {
            // A learner that starts is no reason to wait: it gets its keys from who is right.
            return known.voters().stream().anyMatch(each -> unknown.contains(each.name()))
                    ? Optional.of(undecided("no hash can be compared of " + String.join(", ", unknown)))
                    : Optional.empty();
        }
        List<String> named = raised.stream()
                .flatMap(alarm -> known.members().values().stream().filter(each -> each.id() == alarm.memberId()))
                .map(ObservedMember::name)
                .distinct()
                .toList();
        return Optional.of(
                // Where the leader was wrong it has blamed all others: now that it has gone they are right.
                named.isEmpty() || named.size() == known.members().size()
                        ? new Step.DisarmCorrupt(
                                raised, "the keys of all members have one hash: the alarm CORRUPT is disarmed")
                        : undecided("etcd names " + String.join(", ", named)
                                + ", and the keys of all members have one hash now: " + told(hashes, known)));
    }

    private static Optional<HashKv> right(SortedMap<String, HashKv> hashes, Membership.Known known) {
        Map<HashKv, Long> votes = known.voters().stream()
                .filter(each -> hashes.containsKey(each.name()))
                .collect(Collectors.groupingBy(each -> hashes.get(each.name()), Collectors.counting()));
        return votes.entrySet().stream()
                .filter(each -> each.getValue() >= known.quorum())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Hashes from different compactions on, or at different revisions, are of different keys. */
    private static boolean comparable(HashKv one, HashKv other) {
        return one.compactRevision() == other.compactRevision() && one.hashRevision() == other.hashRevision();
    }

    private static Step replace(
            Membership.Known known, ObservedMember wrong, SortedMap<String, HashKv> hashes, HashKv right) {
        String why = "its keys are not those of a quorum: their hash at revision " + right.hashRevision() + " is "
                + right.hash() + ", and its own " + hashes.get(wrong.name()).hash();
        return wrong.learner() || known.canSpare(wrong)
                ? new Step.RemoveMember(wrong.name(), wrong.id(), wrong.name() + " is replaced: " + why)
                : new Step.Hold(
                        HoldReason.QUORUM_AT_RISK,
                        Optional.of(wrong.name()),
                        wrong.name() + " must be replaced (" + why + "), but only " + known.othersAnswering(wrong)
                                + " other voters answer and " + known.quorum() + " are needed to agree on it");
    }

    private static Step undecided(String why) {
        return new Step.Hold(
                HoldReason.CORRUPT_UNDECIDED,
                Optional.empty(),
                "etcd has raised CORRUPT and nobody can say who is right, so nothing is touched: " + why
                        + ". Save a snapshot of the member that is right, and restore it, or remove the others and disarm"
                        + " the alarm");
    }

    private static String told(SortedMap<String, HashKv> hashes, Membership.Known known) {
        Function<ObservedMember, String> words = each -> each.name() + " ("
                + MemberIds.hex(each.id()) + "): "
                + Optional.ofNullable(hashes.get(each.name()))
                        .map(hash -> hash.hash() + " at revision " + hash.hashRevision() + ", compacted at "
                                + hash.compactRevision())
                        .orElse("none");
        return known.members().values().stream().map(words).collect(Collectors.joining("; "));
    }
}
