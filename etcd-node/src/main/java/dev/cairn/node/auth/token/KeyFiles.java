// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth.token;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * A key pair in PEM: PKCS #8, PKCS #1 and SEC 1 private keys; public keys by themselves or in a certificate. The public key
 * of a private one is computed where it is not given.
 *
 * @param privateKey null where none was given
 * @param publicKey null where neither was
 * @param match the given ones belong together
 */
record KeyFiles(PrivateKey privateKey, PublicKey publicKey, boolean match) {
    static KeyFiles of(byte[] publicPem, byte[] privatePem) {
        try {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            PublicKey given = publicPem.length == 0 ? null : converter.getPublicKey(publicInfo(publicPem));
            if (privatePem.length == 0) {
                return new KeyFiles(null, given, true);
            }
            PrivateKeyInfo info = privateInfo(privatePem);
            PublicKey computed = converter.getPublicKey(computed(info));
            return new KeyFiles(converter.getPrivateKey(info), computed, given == null || given.equals(computed));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Object object(byte[] pem) throws IOException {
        return new PEMParser(new StringReader(new String(pem, StandardCharsets.UTF_8))).readObject();
    }

    private static SubjectPublicKeyInfo publicInfo(byte[] pem) throws IOException {
        return switch (object(pem)) {
            case SubjectPublicKeyInfo info -> info;
            case X509CertificateHolder certificate -> certificate.getSubjectPublicKeyInfo();
            case null, default -> throw new IOException("pub-key holds no public key in PEM");
        };
    }

    private static PrivateKeyInfo privateInfo(byte[] pem) throws IOException {
        return switch (object(pem)) {
            case PrivateKeyInfo info -> info;
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            case null, default -> throw new IOException("priv-key holds no private key in PEM");
        };
    }

    private static SubjectPublicKeyInfo computed(PrivateKeyInfo info) throws IOException {
        AsymmetricKeyParameter computed = switch (PrivateKeyFactory.createKey(info)) {
            case RSAPrivateCrtKeyParameters rsa ->
                new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
            case ECPrivateKeyParameters ec ->
                new ECPublicKeyParameters(
                        new FixedPointCombMultiplier()
                                .multiply(ec.getParameters().getG(), ec.getD()),
                        ec.getParameters());
            case Ed25519PrivateKeyParameters ed -> ed.generatePublicKey();
            default -> throw new IOException("priv-key is neither RSA, EC nor Ed25519");
        };
        return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(computed);
    }
}
