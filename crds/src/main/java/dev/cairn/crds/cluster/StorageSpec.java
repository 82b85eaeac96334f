// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** A member's volume: one PersistentVolumeClaim each, ReadWriteOnce. */
@ApiType
public record StorageSpec(
        @Default("8Gi")
        @ValidationRule(
                value = "isQuantity(string(self)) && quantity(string(self)).isInteger()"
                        + " && quantity(string(self)).isGreaterThan(quantity('0'))",
                message = "size is a number of bytes above zero, such as 8Gi")
        @JsonPropertyDescription("Size of each member's volume, such as 8Gi.")
        Quantity size,

        @Size(max = 253)
        @ValidationRule(
                value = "self == '' || self.matches('^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$')",
                message = "storageClassName is a name of a-z, 0-9, '-' and '.'")
        @JsonPropertyDescription("Storage class. Absent: the Kubernetes cluster's default class.")
        String storageClassName) {}
