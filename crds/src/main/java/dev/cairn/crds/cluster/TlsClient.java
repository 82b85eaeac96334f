// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A client that gets a certificate of its own. */
@ApiType
@ValidationRule(
        value = "has(self.secretName) || self.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
        message = "a client whose name is no part of a Secret's name (a-z, 0-9 and '-') needs a secretName")
public record TlsClient(
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$')",
                message =
                        "a client's name begins and ends with a letter or digit and holds only these, '-', '_' and '.'")
        @JsonPropertyDescription(
                "The certificate's common name: the user it is to etcd, where authentication is switched on.")
        String name,

        @Size(min = 1, max = 253)
        @ValidationRule(
                value = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
                message = "secretName must be a name that a Secret can have")
        @JsonPropertyDescription(
                "The Secret that gets tls.crt, tls.key and ca.crt. Absent: <cluster>-client-<name>-tls. One"
                        + " that is there already and not the operator's is not touched.")
        String secretName) {}
