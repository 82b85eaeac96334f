// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.backup;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/** The backup under way, written before its Job is made. */
@ApiType
public record RunStatus(
        @JsonPropertyDescription("Its Job.") String job,

        @JsonPropertyDescription("The time it was due at.") String dueAt,

        @JsonPropertyDescription("When it was announced.") String startedAt) {}
