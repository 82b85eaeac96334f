// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Certificates that cert-manager issues. */
@ApiType
public record CertManagerTls(
        @Required
        @JsonPropertyDescription(
                "Who issues: an issuer that is a CA or stands for one, so that ca.crt comes with what it"
                        + " issues. Another one may be named later, and the cluster goes over to its CA as in a rotation.")
        IssuerRef issuerRef,

        @Default("2160h")
        @Size(max = 32)
        @ValidationRule(
                value = Durations.RULE + " && duration(self) >= duration('1h')",
                message = "certificateDuration is a duration of at least 1h, such as 2160h")
        @JsonPropertyDescription(
                "How long a new certificate is asked to be good for, such as 2160h. cert-manager renews it"
                        + " when two thirds of that are over.")
        String certificateDuration,

        @Default("1h")
        @Size(max = 32)
        @ValidationRule(value = Durations.RULE, message = "clientGrace is a duration such as 0s, 10m or 24h")
        @JsonPropertyDescription(
                "When the issuer's CA changes: how long clients have to take up the new CA before members"
                        + " show certificates of it, and again to take up their new certificates before the old CA is dropped.")
        String clientGrace) {}
