// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How long the operator's own certificates are good for, and how much time clients get while a CA is rotated. */
@ApiType
@ValidationRule(
        value = "duration(self.authorityDuration) >= duration(self.certificateDuration)",
        message = "authorityDuration must not be less than certificateDuration: no certificate outlives its CA")
public record ManagedTls(
        @Default("87600h")
        @Size(max = 32)
        @ValidationRule(value = Durations.RULE, message = "authorityDuration is a duration such as 720h")
        @JsonPropertyDescription(
                "How long a new CA is good for, such as 87600h. It is rotated when two thirds of that are over.")
        String authorityDuration,

        @Default("2160h")
        @Size(max = 32)
        @ValidationRule(
                value = Durations.RULE + " && duration(self) >= duration('1h')",
                message = "certificateDuration is a duration of at least 1h, such as 2160h")
        @JsonPropertyDescription(
                "How long a new certificate is good for, such as 2160h. It is renewed when two thirds of that are over.")
        String certificateDuration,

        @Default("1h")
        @Size(max = 32)
        @ValidationRule(value = Durations.RULE, message = "clientGrace is a duration such as 0s, 10m or 24h")
        @JsonPropertyDescription(
                "While the CA is rotated: how long clients have to take up the new CA before members show"
                        + " certificates of it, and again to take up their new certificates before the old CA is dropped.")
        String clientGrace) {}
