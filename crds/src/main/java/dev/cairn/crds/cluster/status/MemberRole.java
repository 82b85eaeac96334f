// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a member counts in the quorum. */
public enum MemberRole {
    /** Counted, and may lead. */
    @JsonProperty("Voter")
    VOTER,
    /** Fed, not counted. */
    @JsonProperty("Learner")
    LEARNER
}
