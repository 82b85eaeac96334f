// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/**
 * How far a member has come that answers while no quorum does: of several, the one of the latest term, and of those the one
 * with the highest index, has the most.
 */
@ApiType
public record SurvivorStatus(
        @JsonPropertyDescription("Its election term.") Long raftTerm,

        @JsonPropertyDescription("The last entry of the log that it has applied.")
        Long appliedIndex,

        @JsonPropertyDescription("The newest revision it holds.")
        Long revision) {}
