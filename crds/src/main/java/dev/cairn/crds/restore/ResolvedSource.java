// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import dev.cairn.crds.store.S3Location;

/** The snapshot that is restored, fixed before anything is done with it. */
@ApiType
public record ResolvedSource(
        @JsonPropertyDescription("The bucket.") S3Location s3,

        @JsonPropertyDescription("Name of its object.") String object,

        @JsonPropertyDescription("SHA-256 it must have.") String sha256,

        @JsonPropertyDescription("Its revision, once verified.")
        Long revision,

        @JsonPropertyDescription("Keys it holds, once verified.")
        Long totalKeys) {}
