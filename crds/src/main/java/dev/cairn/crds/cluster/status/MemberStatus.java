// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import java.util.List;

/** One member, as etcd's member list and its own answers say. */
@ApiType
public record MemberStatus(
        @JsonPropertyDescription("Name; also its pod's.") String name,

        @JsonPropertyDescription("Member ID, in hexadecimal; it never comes back once removed.")
        String id,

        @JsonPropertyDescription("Voter or Learner.") MemberRole role,

        @JsonPropertyDescription("Whether its pod is ready.")
        Boolean ready,

        @JsonPropertyDescription("Since when the operator has seen it in this role.")
        String since,

        @JsonPropertyDescription("UID of the last pod in which it was ready. One that never was is made anew when the"
                + " specification changes.")
        String readyPod,

        @JsonPropertyDescription("etcd's version it runs, as it reports it.")
        String version,

        @JsonPropertyDescription("Alarms that etcd has raised about it: NOSPACE, CORRUPT.")
        List<String> alarms,

        @JsonPropertyDescription("When the certificate ends that it shows to clients.")
        String certificateEnds,

        @JsonPropertyDescription("Without a quorum only: how far it has come, where it answers.")
        SurvivorStatus survivor) {}
