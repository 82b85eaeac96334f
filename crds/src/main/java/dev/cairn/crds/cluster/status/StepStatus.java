// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/** The change under way. It is written before the change is made; after a crash it says what was meant. */
@ApiType
public record StepStatus(
        @JsonPropertyDescription("Name of the step, such as AddLearner.")
        String name,

        @JsonPropertyDescription("The member it concerns; of a certificate that is no member's, its Secret.")
        String member,

        @JsonPropertyDescription("What is done, and why.") String message,

        @JsonPropertyDescription("When it was first announced.")
        String startedAt,

        @JsonPropertyDescription("How often it was tried.") Integer attempt) {}
