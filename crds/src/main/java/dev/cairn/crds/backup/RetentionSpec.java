// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.backup;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Which snapshots of a cluster stay in the store; others are deleted after a backup that succeeded. */
@ApiType
public record RetentionSpec(
        @Min(1) @Max(10000) @JsonPropertyDescription("How many of the newest snapshots stay.")
        Integer keepLast) {}
