// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How a changed specification reaches the members. */
@ApiType
public record RolloutSpec(
        @Size(max = 32)
        @ValidationRule(
                value = "self.matches('^([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,7}s)?$') && self.matches('[1-9]')",
                message = "progressDeadline is a duration such as 90s, 10m or 1h30m")
        @JsonPropertyDescription(
                "How long a member that was remade may take to be ready and caught up, such as 10m, which is also the"
                        + " default. After it the rollout halts and that member goes back to what it ran with. One"
                        + " whose container fails has two minutes at most.")
        String progressDeadline) {}
