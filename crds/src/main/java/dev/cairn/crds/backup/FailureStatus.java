// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.backup;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/** The last backup that failed. */
@ApiType
public record FailureStatus(
        @JsonPropertyDescription("When.") String time,

        @JsonPropertyDescription("One word, such as AccessDenied.")
        String reason,

        @JsonPropertyDescription("What went wrong.") String message,

        @JsonPropertyDescription("The generation of the specification that failed.")
        Long generation) {}
