// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a rollout has come. */
public enum RolloutState {
    /** Members are remade one after the other. */
    @JsonProperty("Rolling")
    ROLLING,
    /** A member did not work with the target: it goes back, the others stay as they are. */
    @JsonProperty("Halted")
    HALTED,
    /** Every member works with the target. */
    @JsonProperty("Finished")
    FINISHED
}
