// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.backup;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import dev.cairn.crds.store.S3Location;
import io.fabric8.generator.annotation.Required;

/** Where backups go. */
@ApiType
public record BackupDestination(
        @Required @JsonPropertyDescription("A bucket of an S3-compatible store.")
        S3Location s3) {}
