// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** {@code --auto-tls} and {@code --peer-auto-tls}: a certificate of this member's own making, kept across restarts. */
public final class SelfSignedCertificate {
    private static final String OWNER_ONLY = "rw-------";

    private SelfSignedCertificate() {}

    /**
     * {@code cert.pem} and {@code key.pem} in {@code directory}, made if not there, for the given host names and
     * addresses and {@code validity} from {@code now}. Clients cannot check who made it, so whoever uses it for the
     * client side must trust any server.
     */
    public static TlsConfig in(Path directory, List<String> hosts, Instant now, Duration validity) {
        Path cert = directory.resolve("cert.pem");
        Path key = directory.resolve("key.pem");
        if (!Files.exists(cert) || !Files.exists(key)) {
            make(cert, key, hosts, now, validity);
        }
        return new TlsConfig(cert, key, null, null, null, null, false, List.of(), List.of(), List.of(), "", "", true);
    }

    private static void make(Path cert, Path key, List<String> hosts, Instant now, Duration validity) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500Name("O=etcd");
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(127, new SecureRandom()),
                    Date.from(now),
                    Date.from(now.plus(validity)),
                    name,
                    pair.getPublic());
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(hosts.stream()
                            .map(SelfSignedCertificate::alternativeName)
                            .toArray(GeneralName[]::new)));
            Object signed = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            Files.createDirectories(cert.getParent());
            Files.writeString(cert, pem(signed));
            Files.deleteIfExists(key);
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            Files.writeString(key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new TlsException("cannot make a self-signed certificate in " + cert.getParent(), e);
        }
    }

    private static GeneralName alternativeName(String host) {
        boolean address = host.matches("[0-9.]+") || host.contains(":");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
