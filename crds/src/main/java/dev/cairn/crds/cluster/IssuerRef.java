// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An issuer of cert-manager's. */
@ApiType
public record IssuerRef(
        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Its name.")
        String name,

        @Default("Issuer")
        @Size(max = 63)
        @ValidationRule(value = "self != ''", message = "kind is Issuer, ClusterIssuer or an external issuer's kind")
        @JsonPropertyDescription("Issuer, of the cluster's namespace; ClusterIssuer; or an external issuer's kind.")
        String kind,

        @Default("cert-manager.io") @Size(max = 253) @JsonPropertyDescription("Its API group.")
        String group) {}
