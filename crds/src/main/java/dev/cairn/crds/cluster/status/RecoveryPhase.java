// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a recovery has come. Clients are kept away from the first phase to the one before the last. */
public enum RecoveryPhase {
    /** The Service of the clients is made to lead nowhere. */
    @JsonProperty("Fencing")
    FENCING,
    /** The pods end, and the volumes are set aside. */
    @JsonProperty("Stopping")
    STOPPING,
    /** The seed starts on the snapshot's data. */
    @JsonProperty("Seeding")
    SEEDING,
    /** The survivor leaves all others out. */
    @JsonProperty("Forcing")
    FORCING,
    /** The survivor starts as a member like any other. */
    @JsonProperty("Restarting")
    RESTARTING,
    /** The others join as learners. */
    @JsonProperty("Growing")
    GROWING,
    /** A quorum of voters is ready, and clients are led to it. */
    @JsonProperty("Completed")
    COMPLETED,
    /** The new pods end, and the volumes that were set aside come back. */
    @JsonProperty("PuttingBack")
    PUTTING_BACK,
    /** The members of before start again. */
    @JsonProperty("Returning")
    RETURNING,
    /** Everything is as it was before. */
    @JsonProperty("PutBack")
    PUT_BACK;

    /** Nothing more comes of it by itself. */
    public boolean over() {
        return this == COMPLETED || this == PUT_BACK;
    }
}
