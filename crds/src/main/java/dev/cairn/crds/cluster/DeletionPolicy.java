// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the volumes when an EtcdCluster is deleted. */
public enum DeletionPolicy {
    /** They stay; an EtcdCluster of the same name adopts them. */
    @JsonProperty("Retain")
    RETAIN,
    /** They go with it. */
    @JsonProperty("Delete")
    DELETE,
    /** They go once a last snapshot is stored and proven; until then the resource stays. */
    @JsonProperty("SnapshotThenDelete")
    SNAPSHOT_THEN_DELETE
}
