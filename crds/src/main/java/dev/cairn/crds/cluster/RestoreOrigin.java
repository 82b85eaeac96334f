// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import dev.cairn.crds.store.S3Location;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One snapshot in a store, and what is done to its revisions. The seed's data directory is made from it. */
@ApiType
public record RestoreOrigin(
        @Required @JsonPropertyDescription("The bucket.") S3Location s3,

        @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("Name of the snapshot's object in the bucket.")
        String object,

        @Size(max = 64)
        @ValidationRule(value = "self.matches('^[0-9a-f]{64}$')", message = "sha256 is 64 hexadecimal digits")
        @JsonPropertyDescription("SHA-256 the object must have.")
        String sha256,

        @Min(0)
        @Max(9007199254740992L)
        @JsonPropertyDescription("Added to the snapshot's revision, so that no client sees revisions go back.")
        Long bumpRevision,

        @JsonPropertyDescription("Mark the snapshot's own revisions compacted, so that watchers must list anew.")
        Boolean markCompacted) {}
