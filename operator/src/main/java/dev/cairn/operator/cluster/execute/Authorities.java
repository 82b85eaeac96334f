// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.SecretReader;
import dev.cairn.operator.tls.CertificateReader;
import dev.cairn.operator.tls.KeyedCertificate;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/** A cluster's CAs as its Secrets hold them now: what was seen may have been replaced since. */
final class Authorities {
    private final SecretReader secrets;

    Authorities(SecretReader secrets) {
        this.secrets = secrets;
    }

    /** The CA with its key; empty if no Secret holds the one of this key identifier. */
    Optional<KeyedCertificate> keyed(ObservedCluster seen, String caKeyId) {
        return Stream.of(seen.key().caKeySecret(), seen.key().nextCaKeySecret())
                .flatMap(each -> keyed(seen, each, caKeyId).stream())
                .findFirst();
    }

    private Optional<KeyedCertificate> keyed(ObservedCluster seen, String secret, String caKeyId) {
        return secrets.text(seen.key(), secret, "tls.crt")
                .flatMap(pem -> of(caKeyId, pem))
                .flatMap(pem -> secrets.text(seen.key(), secret, "tls.key").map(key -> new KeyedCertificate(pem, key)))
                .filter(each -> CertificateReader.fit(each.certificatePem(), each.privateKeyPem()));
    }

    /** The certificates of these CAs, one text after the other; empty if one of them is nowhere to be had. */
    Optional<String> bundle(ObservedCluster seen, SortedSet<String> caKeyIds) {
        var bundle = new StringBuilder();
        for (String each : caKeyIds) {
            Optional<String> certificate = certificate(seen, each);
            if (certificate.isEmpty()) {
                return Optional.empty();
            }
            bundle.append(certificate.get());
        }
        return Optional.of(bundle.toString());
    }

    /** A certificate alone, from its own Secret or from any that trusts it. */
    private Optional<String> certificate(ObservedCluster seen, String caKeyId) {
        return keyed(seen, caKeyId)
                .map(KeyedCertificate::certificatePem)
                .or(() -> seen.secrets().values().stream()
                        .filter(each -> each.trusts().contains(caKeyId))
                        .flatMap(each -> secrets.text(seen.key(), each.name(), "ca.crt").stream())
                        .flatMap(pem -> of(caKeyId, pem).stream())
                        .findFirst());
    }

    private static Optional<String> of(String keyId, String bundlePem) {
        try {
            return CertificateReader.of(keyId, bundlePem);
        } catch (IllegalArgumentException e) {
            // No certificate at all, so not this one.
            return Optional.empty();
        }
    }
}
