// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyedCertificate ca =
            CertificateAuthority.create("demo CA", CertificateAuthority.CA_LIFE, NOW, RANDOM);
    private final KeyedCertificate leaf = CertificateAuthority.of(ca, RANDOM)
            .issue(
                    new Leaf("demo-a", List.of("demo-a.demo-peers", "*.demo-peers", "127.0.0.1", "::1")),
                    CertificateAuthority.LEAF_LIFE,
                    NOW);

    @Test
    void aLeafIsVerifiedByItsCaAndByNoOther() throws GeneralSecurityException {
        validate(leaf, ca);
        KeyedCertificate other = CertificateAuthority.create("demo CA", CertificateAuthority.CA_LIFE, NOW, RANDOM);
        assertThatThrownBy(() -> validate(leaf, other)).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void aLeafServesAsServerAndAsClientUnderItsNames() throws GeneralSecurityException {
        var certificate = Pem.readCertificate(leaf.certificatePem());
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        CertificateFacts facts = CertificateReader.facts(leaf.certificatePem());
        assertThat(facts.names())
                .isEqualTo(CertificateReader.spelled(
                        List.of("*.demo-peers", "demo-a.demo-peers", "0:0:0:0:0:0:0:1", "127.0.0.1")));
        assertThat(facts.issuerKeyId())
                .isEqualTo(CertificateReader.facts(ca.certificatePem()).keyId());
    }

    @Test
    void theKeyBelongsToTheCertificate() throws GeneralSecurityException {
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(Pem.readPrivateKey(leaf.privateKeyPem()));
        signature.update(new byte[] {1, 2, 3});
        byte[] signed = signature.sign();
        signature.initVerify(Pem.readCertificate(leaf.certificatePem()).getPublicKey());
        signature.update(new byte[] {1, 2, 3});
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void renewalIsDueWhenTwoThirdsOfItsLifeAreOver() {
        CertificateFacts facts = CertificateReader.facts(leaf.certificatePem());
        assertThat(facts.dueForRenewal(NOW.plus(Duration.ofDays(59)))).isFalse();
        assertThat(facts.dueForRenewal(NOW.plus(Duration.ofDays(61)))).isTrue();
    }

    @Test
    void whatIsNoCertificateIsSaidToBeNone() {
        assertThatThrownBy(() -> CertificateReader.facts("hello"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a certificate");
    }

    private static void validate(KeyedCertificate leaf, KeyedCertificate ca) throws GeneralSecurityException {
        var path = CertificateFactory.getInstance("X.509")
                .generateCertPath(List.of(Pem.readCertificate(leaf.certificatePem())));
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(Pem.readCertificate(ca.certificatePem()), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }
}
