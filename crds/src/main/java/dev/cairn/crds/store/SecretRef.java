// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.store;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A Secret of the resource's own namespace, by name. */
@ApiType
public record SecretRef(
        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the Secret.")
        String name) {}
