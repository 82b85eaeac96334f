// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.operator.etcd.EndpointStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who belongs to the cluster, according to etcd. */
public sealed interface Membership {

    /**
     * No quorum answered.
     *
     * @param answering what members say that answer for themselves, by name
     */
    record Unknown(String why, SortedMap<String, EndpointStatus> answering) implements Membership {
        public Unknown {
            answering = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(answering));
        }

        /** Of these members the one that has come furthest: whose log is of the latest term, then the longest applied. */
        public Optional<String> furthest(Collection<String> members) {
            return answering.entrySet().stream()
                    .filter(each -> members.contains(each.getKey()))
                    .max(Comparator.comparing(
                            Map.Entry::getValue,
                            Comparator.comparingLong(EndpointStatus::raftTerm)
                                    .thenComparingLong(EndpointStatus::appliedIndex)))
                    .map(Map.Entry::getKey);
        }
    }

    /**
     * A quorum answered.
     *
     * @param clusterId in hexadecimal
     * @param members by name
     * @param foreign members whose addresses are none of this resource's
     */
    record Known(String clusterId, SortedMap<String, ObservedMember> members, List<ObservedMember> foreign)
            implements Membership {
        public Known {
            members = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(members));
            foreign = List.copyOf(foreign);
        }

        public List<ObservedMember> voters() {
            return members.values().stream().filter(ObservedMember::voter).toList();
        }

        public List<ObservedMember> learners() {
            return members.values().stream().filter(ObservedMember::learner).toList();
        }

        /** Votes needed to agree on anything; foreign voters count. */
        public int quorum() {
            long strangers = foreign.stream().filter(ObservedMember::voter).count();
            return (int) ((voters().size() + strangers) / 2 + 1);
        }

        /** Voters that answer, other than this one. */
        public long othersAnswering(ObservedMember than) {
            return voters().stream()
                            .filter(each -> each.answers() && each.id() != than.id())
                            .count()
                    + foreign.stream()
                            .filter(each -> each.voter() && each.answers())
                            .count();
        }

        /** Whether the quorum can agree on this voter's removal without it. */
        public boolean canSpare(ObservedMember voter) {
            return voters().size() > 1 && othersAnswering(voter) >= quorum();
        }

        public Optional<ObservedMember> leader() {
            return members.values().stream().filter(ObservedMember::leads).findFirst();
        }
    }
}
