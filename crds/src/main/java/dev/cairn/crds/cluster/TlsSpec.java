// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Encryption: always mutual, towards clients and between members. */
@ApiType
@ValidationRule(
        value = "!has(self.mode) || self.mode != 'Provided' || has(self.provided)",
        message = "mode Provided needs the three Secrets named under provided")
@ValidationRule(
        value = "!has(self.provided) || (has(self.mode) && self.mode == 'Provided')",
        message = "provided is for mode Provided only")
@ValidationRule(
        value = "!has(self.mode) || self.mode != 'CertManager' || has(self.certManager)",
        message = "mode CertManager needs an issuer, named under certManager")
@ValidationRule(
        value = "!has(self.certManager) || (has(self.mode) && self.mode == 'CertManager')",
        message = "certManager is for mode CertManager only")
@ValidationRule(
        value = "!has(self.managed) || !has(self.mode) || self.mode == 'Managed'",
        message = "managed is for mode Managed only")
@ValidationRule(
        value =
                "!has(self.clients) || size(self.clients) == 0 || !has(self.mode) || self.mode in ['Managed', 'CertManager']",
        message = "clients is for modes Managed and CertManager: in the others nothing is issued")
public record TlsSpec(
        @Default("Managed")
        @JsonPropertyDescription(
                "Disabled: plain text. Managed: the operator keeps a CA for the cluster, issues certificates and renews"
                        + " them; the annotation etcd.cairn.dev/rotate-ca on the EtcdCluster asks for a new CA with each"
                        + " new value. CertManager: the same with certificates of an issuer of"
                        + " cert-manager's. Provided: Secrets of yours.")
        TlsMode mode,

        @JsonPropertyDescription("The Secrets of mode Provided.")
        ProvidedTls provided,

        @JsonPropertyDescription("Lifetimes, and time for clients, in mode Managed.")
        ManagedTls managed,

        @JsonPropertyDescription("The issuer of mode CertManager.")
        CertManagerTls certManager,

        @Size(max = 32)
        @ValidationRule(
                value = "self.all(each, self.exists_one(other, other.name == each.name))",
                message = "clients holds each name once")
        @ValidationRule(
                value = "self.all(each, !has(each.secretName) || self.exists_one(other, has(other.secretName)"
                        + " && other.secretName == each.secretName))",
                message = "clients holds each secretName once")
        @JsonPropertyDescription(
                "Clients that get a certificate of their own, each in a Secret of its own. Who leaves the"
                        + " list loses the Secret; what was issued stays good until it ends.")
        List<TlsClient> clients) {}
