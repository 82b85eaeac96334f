// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA: makes itself once, then issues leaves. Keys are ECDSA on P-256, which Go and Java both take without question. */
public final class CertificateAuthority {
    /** How long a CA is good for where nobody says otherwise. */
    public static final Duration CA_LIFE = Duration.ofDays(3650);
    /** The same of a leaf. */
    public static final Duration LEAF_LIFE = Duration.ofDays(90);
    /** Certificates begin this much before now: members' clocks may be behind the operator's. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 127;
    private static final String SIGNATURE = "SHA256withECDSA";

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final SecureRandom random;

    private CertificateAuthority(X509Certificate certificate, PrivateKey key, SecureRandom random) {
        this.certificate = certificate;
        this.key = key;
        this.random = random;
    }

    /** A new CA, signed by itself. */
    public static KeyedCertificate create(String commonName, Duration life, Instant now, SecureRandom random) {
        try {
            KeyPair pair = keyPair(random);
            var name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, commonName)
                    .build();
            var extensions = new JcaX509ExtensionUtils();
            var builder = new JcaX509v3CertificateBuilder(
                            name,
                            serial(random),
                            Date.from(now.minus(CLOCK_SKEW)),
                            Date.from(now.plus(life)),
                            name,
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            extensions.createSubjectKeyIdentifier(pair.getPublic()));
            return new KeyedCertificate(
                    Pem.certificate(sign(builder, pair.getPrivate())), Pem.privateKey(pair.getPrivate()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make a CA", e);
        }
    }

    /** A CA made earlier. */
    public static CertificateAuthority of(KeyedCertificate ca, SecureRandom random) {
        return new CertificateAuthority(
                Pem.readCertificate(ca.certificatePem()), Pem.readPrivateKey(ca.privateKeyPem()), random);
    }

    /** Issues a leaf with a key of its own; it ends with its CA at the latest. */
    public KeyedCertificate issue(Leaf leaf, Duration life, Instant now) {
        try {
            KeyPair pair = keyPair(random);
            var builder = leafBuilder(leaf, pair.getPublic(), life, now);
            return new KeyedCertificate(Pem.certificate(sign(builder, key)), Pem.privateKey(pair.getPrivate()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot issue a certificate to " + leaf.commonName(), e);
        }
    }

    private X509v3CertificateBuilder leafBuilder(Leaf leaf, PublicKey publicKey, Duration life, Instant now)
            throws GeneralSecurityException, IOException {
        var subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, leaf.commonName())
                .build();
        var extensions = new JcaX509ExtensionUtils();
        Date end = Date.from(now.plus(life));
        var builder = new JcaX509v3CertificateBuilder(
                certificate,
                serial(random),
                Date.from(now.minus(CLOCK_SKEW)),
                end.after(certificate.getNotAfter()) ? certificate.getNotAfter() : end,
                new javax.security.auth.x500.X500Principal(subject.getEncoded()),
                publicKey);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                }))
                .addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(publicKey))
                .addExtension(
                        Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(certificate));
        if (!leaf.names().isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(leaf.names().stream()
                            .map(name -> new GeneralName(
                                    HostNames.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                            .toArray(GeneralName[]::new)));
        }
        return builder;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey with)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(with)));
    }

    private static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /** When a certificate of ours was issued: it begins a little before. */
    public static Instant issuedAt(CertificateFacts facts) {
        return facts.notBefore().plus(CLOCK_SKEW);
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
    }
}
