// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.crds.cluster.status.SurvivorStatus;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.etcd.EndpointStatus;
import dev.cairn.operator.etcd.MemberIds;
import dev.cairn.operator.etcd.RaisedAlarm;
import java.time.Instant;
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
                before.stream().map(each -> lastKnown(seen, each)).toList();
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
        return new MemberStatus(
                member.name(),
                id,
                role,
                ready,
                since,
                readyPod(seen, member, before),
                version(seen, member.name(), before),
                alarms(seen, id),
                certificateEnds(seen, member.name()),
                null);
    }

    private static MemberStatus lastKnown(ObservedCluster seen, MemberStatus before) {
        return new MemberStatus(
                before.name(),
                before.id(),
                before.role(),
                seen.lacksIdentity() && Readiness.podReady(seen, before.name()),
                before.since(),
                before.readyPod(),
                version(seen, before.name(), List.of(before)),
                alarms(seen, before.id()),
                certificateEnds(seen, before.name()),
                seen.answer(before.name())
                        .map(each -> new SurvivorStatus(each.raftTerm(), each.appliedIndex(), each.revision()))
                        .orElse(null));
    }

    /** One that does not answer is as it was. */
    private static String version(ObservedCluster seen, String member, List<MemberStatus> before) {
        return seen.answer(member)
                .map(EndpointStatus::version)
                .orElseGet(() -> before.stream()
                        .filter(each -> member.equals(each.name()) && each.version() != null)
                        .map(MemberStatus::version)
                        .findFirst()
                        .orElse(null));
    }

    private static List<String> alarms(ObservedCluster seen, String id) {
        List<String> about = seen.alarms().stream()
                .filter(each -> MemberIds.hex(each.memberId()).equals(id))
                .map(RaisedAlarm::type)
                .sorted()
                .toList();
        return about.isEmpty() ? null : about;
    }

    private static String certificateEnds(ObservedCluster seen, String member) {
        return seen.certificateEnds(member).map(Instant::toString).orElse(null);
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
