// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** An authority for tests: writes certificates for 127.0.0.1 and localhost as PEM files. */
public final class TestCa {
    private static final AtomicLong SERIALS = new AtomicLong(1000);

    private final X500Name name;
    private final KeyPair keys = keys("EC");
    private final X509CertificateHolder certificate;

    /** How the key file is written. */
    public enum KeyForm {
        RSA_PKCS1,
        RSA_PKCS8,
        EC_SEC1,
        EC_PKCS8
    }

    /** What {@link #issue} wrote. */
    public record Issued(Path cert, Path key, BigInteger serial) {
        /** Puts these in the place of others at once, as a secret volume does. */
        public void replace(Issued others) {
            move(cert, others.cert);
            move(key, others.key);
        }

        private static void move(Path from, Path to) {
            try {
                Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public TestCa(String commonName) {
        this.name = new X500Name("CN=" + commonName);
        this.certificate = sign(name, keys, null, serial());
    }

    public Path write(Path file) {
        return write(file, certificate);
    }

    public Issued issue(Path directory, String fileName, String commonName, KeyForm form) {
        KeyPair pair = keys(form.name().startsWith("RSA") ? "RSA" : "EC");
        GeneralNames names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.dNSName, "*.members.example"),
        });
        BigInteger serial = serial();
        X509CertificateHolder signed = sign(new X500Name("CN=" + commonName), pair, names, serial);
        Path cert = write(directory.resolve(fileName + ".pem"), signed);
        return new Issued(cert, write(directory.resolve(fileName + "-key.pem"), keyObject(pair, form)), serial);
    }

    private static Object keyObject(KeyPair pair, KeyForm form) {
        try {
            return switch (form) {
                case RSA_PKCS8, EC_PKCS8 -> new JcaPKCS8Generator(pair.getPrivate(), null);
                case RSA_PKCS1 -> pair.getPrivate();
                case EC_SEC1 -> new PemObject("EC PRIVATE KEY", sec1(pair));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As openssl writes it, curve and public key inside. */
    private static byte[] sec1(KeyPair pair) throws IOException {
        var point =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()).getPublicKeyData();
        return new org.bouncycastle.asn1.sec.ECPrivateKey(
                        256, ((ECPrivateKey) pair.getPrivate()).getS(), point, SECObjectIdentifiers.secp256r1)
                .getEncoded();
    }

    public Issued issue(Path directory, String name) {
        return issue(directory, name, name, KeyForm.EC_PKCS8);
    }

    public Path revoke(Path file, BigInteger... serials) {
        Instant now = Instant.now();
        JcaX509v2CRLBuilder list =
                new JcaX509v2CRLBuilder(new javax.security.auth.x500.X500Principal(name.toString()), Date.from(now));
        for (BigInteger serial : serials) {
            list.addCRLEntry(serial, Date.from(now), 0);
        }
        try {
            return write(file, list.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509CertificateHolder sign(X500Name subject, KeyPair pair, GeneralNames names, BigInteger serial) {
        Instant now = Instant.now();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    serial,
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(Duration.ofHours(1))),
                    subject,
                    pair.getPublic());
            if (names == null) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigInteger serial() {
        return BigInteger.valueOf(SERIALS.incrementAndGet());
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path write(Path file, Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
            writer.flush();
            return Files.writeString(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
