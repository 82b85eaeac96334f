// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import dev.cairn.crds.store.SecretRef;
import io.fabric8.generator.annotation.Required;

/** Secrets of a user's own, each with {@code tls.crt}, {@code tls.key} and {@code ca.crt}. */
@ApiType
public record ProvidedTls(
        @Required
        @JsonPropertyDescription("What members show to clients. Must name the members' host names and the Service.")
        SecretRef serverSecretRef,

        @Required @JsonPropertyDescription("What members show to one another, as server and as client.")
        SecretRef peerSecretRef,

        @Required @JsonPropertyDescription("What the operator shows to members.")
        SecretRef clientSecretRef) {}
