// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/** How a cluster begins, other than empty. */
@ApiType
public record BootstrapSpec(
        @JsonPropertyDescription("A backup whose contents the cluster begins with.")
        RestoreOrigin restoreFrom) {}
