// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.backup;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/** One snapshot in the store. */
@ApiType
public record SnapshotStatus(
        @JsonPropertyDescription("Name of its object in the bucket.")
        String object,

        @JsonPropertyDescription("When it was finished.") String time,

        @JsonPropertyDescription("Revision it holds.") Long revision,

        @JsonPropertyDescription("Size in bytes.") Long sizeBytes,

        @JsonPropertyDescription("SHA-256 of the object.") String sha256,

        @JsonPropertyDescription("etcd's HashKV at its revision.")
        Long hashKV,

        @JsonPropertyDescription("Keys it holds.") Long totalKeys,

        @JsonPropertyDescription("How long it took, in milliseconds.")
        Long durationMillis) {}
