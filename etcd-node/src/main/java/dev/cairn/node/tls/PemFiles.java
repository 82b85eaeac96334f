// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The contents of a configuration's files at one moment, and what they say. Errors name the file. */
final class PemFiles {
    private final TlsConfig config;
    private final Map<Path, String> contents = new LinkedHashMap<>();

    record Identity(List<X509Certificate> chain, PrivateKey key) {}

    private PemFiles(TlsConfig config) {
        this.config = config;
    }

    static PemFiles read(TlsConfig config) {
        PemFiles files = new PemFiles(config);
        for (Path path : new Path[] {
            config.cert(), config.key(), config.clientCert(), config.clientKey(), config.trustedCa(), config.crl()
        }) {
            if (path != null) {
                files.contents.put(path, content(path));
            }
        }
        return files;
    }

    /** The certificates of one file, for who needs no identity. */
    static List<X509Certificate> certificatesOf(Path path) {
        PemFiles files = new PemFiles(null);
        files.contents.put(path, content(path));
        return files.certificates(path);
    }

    boolean sameAs(PemFiles other) {
        return other != null && contents.equals(other.contents);
    }

    Identity serverIdentity() {
        return identity(config.cert(), config.key());
    }

    Identity clientIdentity() {
        return config.clientCert() == null ? serverIdentity() : identity(config.clientCert(), config.clientKey());
    }

    List<X509Certificate> trusted() {
        return config.trustedCa() == null ? List.of() : certificates(config.trustedCa());
    }

    /** Null where no file is named. */
    X509CRL revocations() {
        if (config.crl() == null) {
            return null;
        }
        try {
            return (X509CRL) CertificateFactory.getInstance("X.509")
                    .generateCRL(
                            new ByteArrayInputStream(contents.get(config.crl()).getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException e) {
            throw new TlsException(config.crl() + " is no certificate revocation list: " + e.getMessage(), e);
        }
    }

    private Identity identity(Path certFile, Path keyFile) {
        List<X509Certificate> chain = certificates(certFile);
        PrivateKey key = key(keyFile);
        if (!belongTogether(chain.getFirst().getPublicKey(), key)) {
            throw new TlsException("the key in " + keyFile + " does not belong to the certificate in " + certFile);
        }
        return new Identity(chain, key);
    }

    private List<X509Certificate> certificates(Path path) {
        List<X509Certificate> found = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(contents.get(path)))) {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
                if (each instanceof X509CertificateHolder holder) {
                    found.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException(path + " holds a damaged certificate: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new TlsException(path + " holds no certificate in PEM form");
        }
        return found;
    }

    /** PKCS#8, PKCS#1 and SEC 1 (EC) keys. */
    private PrivateKey key(Path path) {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser parser = new PEMParser(new StringReader(contents.get(path)))) {
            for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
                if (each instanceof PEMKeyPair pair) {
                    // The public half, which the file may lack, is in the certificate.
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (each instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            }
        } catch (IOException e) {
            throw new TlsException(path + " holds a damaged key: " + e.getMessage(), e);
        }
        throw new TlsException(path + " holds no unencrypted private key in PEM form");
    }

    private static boolean belongTogether(PublicKey certified, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] probe = {1, 2, 3};
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certified);
            verifier.update(probe);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String content(Path path) {
        try {
            // One char per byte: a revocation list may be binary.
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new TlsException("cannot read " + path + ": " + e.getClass().getSimpleName(), e);
        }
    }
}
