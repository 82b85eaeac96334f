// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;

/** A member's volume: one PersistentVolumeClaim each, ReadWriteOnce. */
@ApiType
public record StorageSpec(
        @Default("8Gi") @JsonPropertyDescription("Size of each member's volume, such as 8Gi.")
        Quantity size,

        @Size(max = 253) @JsonPropertyDescription("Storage class. Absent: the Kubernetes cluster's default class.")
        String storageClassName) {}
