// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import dev.cairn.crds.cluster.recovery.QuorumLossSpec;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How lost members are replaced. */
@ApiType
public record RepairSpec(
        @Default("5m")
        @Size(max = 32)
        @ValidationRule(
                value = "self.matches('^([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,7}s)?$') && self != ''",
                message = "replaceAfter is a duration such as 90s, 5m or 1h30m")
        @JsonPropertyDescription(
                "How long a member's node may be gone before the member is replaced on another one, such as 5m.")
        String replaceAfter,

        @Default("72h")
        @Size(max = 32)
        @ValidationRule(
                value = "self.matches('^([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,7}s)?$') && self != ''",
                message = "quarantine is a duration such as 30m, 24h or 72h")
        @JsonPropertyDescription(
                "How long volumes are kept that a restore in place, or a survivor, has taken the place of, such as 72h. The"
                        + " annotation etcd.cairn.dev/restore-confirm ends it earlier.")
        String quarantine,

        @JsonPropertyDescription(
                "What the operator may do by itself when the volumes of a majority are gone. Absent: nothing; an EtcdRestore"
                        + " with source.survivor does it.")
        QuorumLossSpec quorumLoss) {}
