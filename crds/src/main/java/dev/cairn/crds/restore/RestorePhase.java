// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.restore;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a restore has come. */
public enum RestorePhase {
    /** The snapshot is sought. */
    @JsonProperty("Pending")
    PENDING,
    /** The snapshot is downloaded, its checksum compared and its contents opened, in a Job. */
    @JsonProperty("Verifying")
    VERIFYING,
    /** The cluster begins with the snapshot and grows. */
    @JsonProperty("Restoring")
    RESTORING,
    /** The cluster is ready. */
    @JsonProperty("Completed")
    COMPLETED,
    /** It will not happen; conditions say why. */
    @JsonProperty("Failed")
    FAILED
}
