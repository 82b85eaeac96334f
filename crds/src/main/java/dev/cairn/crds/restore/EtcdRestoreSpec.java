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
@ValidationRule(
        value = "has(self.clusterTemplate) != has(self.clusterRef)",
        message = "a restore names either the clusterTemplate of a new cluster, or the clusterRef of one that is there")
@ValidationRule(
        value = "!has(self.source.survivor) || has(self.clusterRef)",
        message = "a survivor is a member of the cluster that clusterRef names")
@ValidationRule(
        value = "!has(self.clusterRef) || has(self.source.survivor) || self.bumpRevision > 0",
        message = "bumpRevision is above 0 where a cluster is restored in place: its clients have seen its revisions")
public record EtcdRestoreSpec(
        @Required @JsonPropertyDescription("The snapshot.") RestoreSource source,

        @JsonPropertyDescription("The cluster to make.") ClusterTemplate clusterTemplate,

        @JsonPropertyDescription("The cluster that is restored where it is.")
        ClusterTarget clusterRef,

        @Default("1000000000")
        @Min(0)
        @Max(9007199254740992L)
        @JsonPropertyDescription(
                "Added to the snapshot's revision: it must end above any revision a client has seen. In place it is added"
                        + " to the highest revision that was ever seen of the cluster, too.")
        Long bumpRevision,

        @Default("true")
        @JsonPropertyDescription("Mark the snapshot's own revisions compacted, so that watchers list anew.")
        Boolean markCompacted) {

    /** Name of the EtcdCluster it makes, or restores in place. */
    public String target() {
        return clusterRef == null ? clusterTemplate.name() : clusterRef.name();
    }

    /** Whether it restores a cluster that is there. */
    public boolean inPlace() {
        return clusterRef != null;
    }
}
