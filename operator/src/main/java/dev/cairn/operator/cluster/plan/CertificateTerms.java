// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.CertManagerTls;
import dev.cairn.crds.cluster.ManagedTls;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.tls.CertificateAuthority;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long certificates are good for, and how long clients have to follow.
 *
 * @param authority life of a new CA
 * @param leaf life of a new certificate
 * @param grace while a CA is rotated, twice: before the new one is used, and before the old one is dropped
 */
record CertificateTerms(Duration authority, Duration leaf, Duration grace) {
    private static final Duration GRACE = Duration.ofHours(1);

    static CertificateTerms of(ObservedCluster seen) {
        CertManagerTls issuer =
                seen.spec().tls() == null ? null : seen.spec().tls().certManager();
        if (issuer != null) {
            return new CertificateTerms(
                    CertificateAuthority.CA_LIFE,
                    duration(issuer.certificateDuration(), CertificateAuthority.LEAF_LIFE),
                    duration(issuer.clientGrace(), GRACE));
        }
        return new CertificateTerms(
                asked(seen, ManagedTls::authorityDuration, CertificateAuthority.CA_LIFE),
                asked(seen, ManagedTls::certificateDuration, CertificateAuthority.LEAF_LIFE),
                asked(seen, ManagedTls::clientGrace, GRACE));
    }

    private static Duration asked(ObservedCluster seen, Function<ManagedTls, String> field, Duration otherwise) {
        return Optional.ofNullable(seen.spec().tls())
                .map(each -> each.managed())
                .map(field)
                .map(each -> duration(each, otherwise))
                .orElse(otherwise);
    }

    private static Duration duration(String text, Duration otherwise) {
        return text == null ? otherwise : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
