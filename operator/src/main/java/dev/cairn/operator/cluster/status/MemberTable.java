// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.etcd.MemberIds;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The members, as the status lists them. */
final class MemberTable {
    private MemberTable() {}

    static List<MemberStatus> of(ObservedCluster seen) {
        List<MemberStatus> before = Optional.ofNullable(seen.status().members()).orElse(List.of());
        return switch (seen.membership()) {
            case Membership.Known known ->
                known.members().values().stream()
                        .map(each -> line(seen, each, before))
                        .toList();
            // Without a quorum nobody can say who belongs: what was last known stands, not ready.
            case Membership.Unknown unknown ->
                before.stream()
                        .map(each -> new MemberStatus(
                                each.name(),
                                each.id(),
                                each.role(),
                                seen.lacksIdentity() && Readiness.podReady(seen, each.name()),
                                each.since(),
                                each.readyPod()))
                        .toList();
        };
    }

    private static MemberStatus line(ObservedCluster seen, ObservedMember member, List<MemberStatus> before) {
        String id = MemberIds.hex(member.id());
        MemberRole role = member.voter() ? MemberRole.VOTER : MemberRole.LEARNER;
        String since = before.stream()
                .filter(each -> id.equals(each.id()) && role == each.role() && each.since() != null)
                .map(MemberStatus::since)
                .findFirst()
                .orElse(seen.now().truncatedTo(ChronoUnit.SECONDS).toString());
        boolean ready = member.voter() && Readiness.ready(seen, member);
        return new MemberStatus(member.name(), id, role, ready, since, readyPod(seen, member, before));
    }

    /** A learner is never ready; that it answers is as much as it can show. */
    private static String readyPod(ObservedCluster seen, ObservedMember member, List<MemberStatus> before) {
        return seen.pod(member.name())
                .filter(pod -> pod.ready() || member.answers())
                .map(ObservedPod::uid)
                .orElseGet(() -> before.stream()
                        .filter(each -> member.name().equals(each.name()) && each.readyPod() != null)
                        .map(MemberStatus::readyPod)
                        .findFirst()
                        .orElse(null));
    }
}
