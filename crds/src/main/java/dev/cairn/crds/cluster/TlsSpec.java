// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;

/** Encryption: always mutual, towards clients and between members. */
@ApiType
@ValidationRule(
        value = "!has(self.mode) || self.mode != 'Provided' || has(self.provided)",
        message = "mode Provided needs the three Secrets named under provided")
@ValidationRule(
        value = "!has(self.provided) || (has(self.mode) && self.mode == 'Provided')",
        message = "provided is for mode Provided only")
public record TlsSpec(
        @Default("Managed")
        @JsonPropertyDescription(
                "Disabled: plain text. Managed: the operator keeps a CA for the cluster. Provided: Secrets of yours.")
        TlsMode mode,

        @JsonPropertyDescription("The Secrets of mode Provided.")
        ProvidedTls provided) {}
