// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster.recovery;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import dev.cairn.crds.store.ObjectRef;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What the operator may do by itself when the volumes of a majority are gone. */
@ApiType
public record QuorumLossSpec(
        @Default("10m")
        @Size(max = 32)
        @ValidationRule(
                value = "self.matches('^([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,7}s)?$') && self != ''",
                message = "after is a duration such as 90s, 10m or 1h30m")
        @JsonPropertyDescription("How long no quorum must have been there, such as 10m.")
        String after,

        @Required
        @Min(0)
        @JsonPropertyDescription(
                "The cluster goes on from a survivor by itself if at most so many of the revisions that were seen are lost.")
        Long maxLostRevisions,

        @JsonPropertyDescription(
                "Where no member is left: the EtcdBackup whose latest snapshot is restored in place. Absent: nothing is.")
        ObjectRef backupRef) {}
