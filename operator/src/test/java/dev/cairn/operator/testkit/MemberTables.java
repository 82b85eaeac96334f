// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.operator.cluster.observe.ObservedMember;
import java.time.Instant;
import java.util.Map;

/** What a status has noted of members. */
final class MemberTables {
    private MemberTables() {}

    /** The status with members known since these times. */
    static EtcdClusterStatus known(
            EtcdClusterStatus status, Map<String, Instant> since, Map<String, ObservedMember> members) {
        if (since.isEmpty()) {
            return status;
        }
        var table = since.entrySet().stream()
                .map(each -> new MemberStatus(
                        each.getKey(),
                        Long.toHexString(members.get(each.getKey()).id()),
                        members.get(each.getKey()).learner() ? MemberRole.LEARNER : MemberRole.VOTER,
                        true,
                        each.getValue().toString(),
                        null,
                        null,
                        null,
                        null,
                        null))
                .toList();
        return new EtcdClusterStatus(
                null,
                null,
                status.clusterId(),
                null,
                null,
                null,
                table,
                status.currentStep(),
                null,
                null,
                null,
                status.template(),
                status.certificateAuthority(),
                status.rollout(),
                status.certificates(),
                status.space(),
                status.lastSnapshot(),
                status.recovery(),
                status.highestRevision());
    }
}
