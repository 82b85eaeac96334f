// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import dev.cairn.crds.store.S3Location;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A snapshot by its object's name. */
@ApiType
public record S3Source(
        @Required @JsonPropertyDescription("The bucket. Its prefix is not put before the object's name.")
        S3Location location,

        @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("Whole name of the object.")
        String object,

        @Size(max = 64)
        @ValidationRule(value = "self.matches('^[0-9a-f]{64}$')", message = "sha256 is 64 hexadecimal digits")
        @JsonPropertyDescription("SHA-256 it must have. Absent: what its description beside it says.")
        String sha256) {}
