// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.restore;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** Which snapshot becomes which cluster. A restore is done once, so nothing of it can be changed. */
@JsonClassDescription("Which snapshot becomes which cluster. It cannot be changed.")
@ApiType
@ValidationRule(value = "self == oldSelf", message = "a restore cannot be changed: make another one")
@ValidationRule(
        value = "(self.bumpRevision > 0) == self.markCompacted",
        message = "bumpRevision and markCompacted go together: revisions that jump without the old ones being compacted"
                + " would leave watchers waiting for events that never come")
public record EtcdRestoreSpec(
        @Required @JsonPropertyDescription("The snapshot.") RestoreSource source,

        @Required @JsonPropertyDescription("The cluster to make.")
        ClusterTemplate clusterTemplate,

        @Default("1000000000")
        @Min(0)
        @Max(9007199254740992L)
        @JsonPropertyDescription("Added to the snapshot's revision: it must end above any revision a client has seen.")
        Long bumpRevision,

        @Default("true")
        @JsonPropertyDescription("Mark the snapshot's own revisions compacted, so that watchers list anew.")
        Boolean markCompacted) {}
