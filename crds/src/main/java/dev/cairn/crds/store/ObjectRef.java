// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.store;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Another resource of the same namespace, by name. */
@ApiType
public record ObjectRef(
        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Its name.")
        String name) {}
