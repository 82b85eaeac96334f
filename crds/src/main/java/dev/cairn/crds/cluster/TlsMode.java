// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a cluster's certificates come from. */
public enum TlsMode {
    /** Plain text on every port. */
    @JsonProperty("Disabled")
    DISABLED,
    /** The operator keeps a CA for the cluster, issues the certificates and renews them. */
    @JsonProperty("Managed")
    MANAGED,
    /** Issued by an issuer of cert-manager's, and taken over by the operator. */
    @JsonProperty("CertManager")
    CERT_MANAGER,
    /** Secrets that the user keeps. */
    @JsonProperty("Provided")
    PROVIDED
}
