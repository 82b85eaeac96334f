// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/** Protection of the voting majority against drains and other evictions. */
@ApiType
public record DisruptionBudgetSpec(
        @JsonPropertyDescription("Default true: evictions leave a majority of voters. At one or two members no ready"
                + " member may be evicted then; set false to let a drain interrupt the cluster.")
        Boolean enabled) {}
