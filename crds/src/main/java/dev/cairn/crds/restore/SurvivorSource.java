// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A member that is left after the majority was lost. */
@ApiType
@ValidationRule(
        value = "has(self.member) != (has(self.auto) && self.auto)",
        message = "survivor names either a member, or auto: true")
public record SurvivorSource(
        @Size(min = 1, max = 63) @JsonPropertyDescription("Name of the member the cluster goes on from.")
        String member,

        @JsonPropertyDescription(
                "Let the operator take the member that has come furthest: of the latest term, and of those the one with the"
                        + " highest index.")
        Boolean auto) {}
