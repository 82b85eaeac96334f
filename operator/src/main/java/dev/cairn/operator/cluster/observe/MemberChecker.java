// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.operator.etcd.EtcdAdmin;
import dev.cairn.operator.etcd.EtcdFailure;
import dev.cairn.operator.etcd.HashKv;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks closely at one member: a linearizable read, and its keys' hash beside another one's. A hash takes a pass over all
 * keys, so it is asked for only once everything else is well.
 */
final class MemberChecker {
    private final Function<String, EtcdAdmin> members;

    /** @param members gives access to a member by its name */
    MemberChecker(Function<String, EtcdAdmin> members) {
        this.members = members;
    }

    MemberCheck check(Membership.Known known, ObservedMember member) {
        EtcdAdmin checked = members.apply(member.name());
        long revision;
        try {
            revision = checked.read();
        } catch (EtcdFailure e) {
            return new MemberCheck(member.name(), false, MemberCheck.Data.UNKNOWN, e.getMessage());
        }
        Optional<ObservedMember> other = known.voters().stream()
                .filter(each -> each.answers() && !each.name().equals(member.name()))
                .min(Comparator.comparing((ObservedMember each) -> !each.leads())
                        .thenComparing(ObservedMember::name));
        if (other.isEmpty()) {
            return new MemberCheck(member.name(), true, MemberCheck.Data.ALONE, "");
        }
        try {
            return compare(
                    member.name(),
                    checked.hashKv(revision),
                    other.get().name(),
                    members.apply(other.get().name()).hashKv(revision));
        } catch (EtcdFailure e) {
            return new MemberCheck(
                    member.name(),
                    true,
                    e.kind() == EtcdFailure.Kind.FORBIDDEN ? MemberCheck.Data.FORBIDDEN : MemberCheck.Data.UNKNOWN,
                    e.getMessage());
        }
    }

    /** Hashes from different compactions on are of different keys. */
    private static MemberCheck compare(String member, HashKv mine, String other, HashKv others) {
        if (mine.compactRevision() != others.compactRevision() || mine.hashRevision() != others.hashRevision()) {
            return new MemberCheck(
                    member,
                    true,
                    MemberCheck.Data.UNKNOWN,
                    "its keys and those of " + other + " cannot be compared while a compaction is under way");
        }
        return mine.hash() == others.hash()
                ? new MemberCheck(member, true, MemberCheck.Data.SAME, "")
                : new MemberCheck(
                        member,
                        true,
                        MemberCheck.Data.DIFFERS,
                        "its keys are not those of " + other + ": their hashes at revision " + mine.hashRevision()
                                + " are " + mine.hash() + " and " + others.hash());
    }
}
