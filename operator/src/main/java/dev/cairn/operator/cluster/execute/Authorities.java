// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.SecretReader;
import dev.cairn.operator.tls.CertificateReader;
import dev.cairn.operator.tls.KeyedCertificate;
import java.util.Optional;

/** A cluster's CA as its Secrets hold it now: what was seen may have been replaced since. */
final class Authorities {
    private final SecretReader secrets;

    Authorities(SecretReader secrets) {
        this.secrets = secrets;
    }

    /** The CA with its key; empty if its Secret does not hold the one of this key identifier. */
    Optional<KeyedCertificate> keyed(ObservedCluster seen, String caKeyId) {
        String secret = seen.key().caKeySecret();
        return secrets.text(seen.key(), secret, "tls.crt")
                .filter(pem -> is(pem, caKeyId))
                .flatMap(pem -> secrets.text(seen.key(), secret, "tls.key").map(key -> new KeyedCertificate(pem, key)));
    }

    /** Its certificate alone, from its own Secret or from any that trusts it. */
    Optional<String> certificate(ObservedCluster seen, String caKeyId) {
        return keyed(seen, caKeyId)
                .map(KeyedCertificate::certificatePem)
                .or(() -> seen.secrets().values().stream()
                        .filter(each -> !each.name().equals(seen.key().caSecret())
                                && each.trusts().equals(Optional.of(caKeyId)))
                        .flatMap(each -> secrets.text(seen.key(), each.name(), "ca.crt").stream())
                        .filter(pem -> is(pem, caKeyId))
                        .findFirst());
    }

    private static boolean is(String pem, String keyId) {
        try {
            return CertificateReader.facts(pem).keyId().equals(keyId);
        } catch (IllegalArgumentException e) {
            // Not a certificate, so not this one.
            return false;
        }
    }
}
