// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the snapshot is: of an EtcdBackup, or anywhere in a store. */
@ApiType
@ValidationRule(
        value = "(has(self.backupRef) ? 1 : 0) + (has(self.s3) ? 1 : 0) + (has(self.survivor) ? 1 : 0) == 1",
        message = "source names either a backupRef or an s3 object, or a survivor")
public record RestoreSource(
        @JsonPropertyDescription("A snapshot of an EtcdBackup in the same namespace.")
        BackupSource backupRef,

        @JsonPropertyDescription("An object in a store.") S3Source s3,

        @JsonPropertyDescription("A member that is left after the majority was lost.")
        SurvivorSource survivor) {}
