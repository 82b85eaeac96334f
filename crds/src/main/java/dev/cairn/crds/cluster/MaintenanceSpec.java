// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/** What the operator may do by itself about a cluster's data. */
@ApiType
public record MaintenanceSpec(
        @JsonPropertyDescription(
                "Whether members are defragmented, one at a time, when etcd has raised NOSPACE, and the alarm is disarmed"
                        + " once each of them is below 90 % of its quota. Absent: true. false: it is told, and nothing done.")
        Boolean freeSpace,

        @JsonPropertyDescription(
                "Whether history is compacted before that, up to the newest revision. Only where no client goes on from an"
                        + " older one: a watch that is behind ends with an error. Absent: false.")
        Boolean compact) {}
