// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.store;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A Secret of the resource's own namespace, by name. */
@ApiType
public record SecretRef(
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = "self.matches('^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$')",
                message = "name is what a resource can be called: a-z, 0-9, '-' and '.'")
        @JsonPropertyDescription("Name of the Secret.")
        String name) {}
