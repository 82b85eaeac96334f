// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * How tokens are signed and verified: {@code sign-method} and keys of {@code --auth-token jwt}. What does not fit together is
 * refused with an IllegalArgumentException, in etcd's words where it has any. Unlike etcd's, keys that are too short for
 * their method are refused, too.
 *
 * @param signer null where only a public key was given: tokens come from elsewhere then
 */
public record JwtKeys(JWSAlgorithm algorithm, JWSSigner signer, JWSVerifier verifier) {
    private static final String MISSING_KEY = "auth: missing key data";
    private static final String MISMATCH = "auth: public and private keys don't match";

    /** Either file may be empty; for HMAC {@code privateKey} is the secret, as it is. */
    public static JwtKeys of(String method, byte[] publicKey, byte[] privateKey) {
        JWSAlgorithm algorithm = new JWSAlgorithm(method);
        try {
            if (JWSAlgorithm.Family.HMAC_SHA.contains(algorithm)) {
                return hmac(algorithm, privateKey);
            }
            if (!JWSAlgorithm.Family.RSA.contains(algorithm)
                    && !JWSAlgorithm.Family.EC.contains(algorithm)
                    && !JWSAlgorithm.EdDSA.equals(algorithm)) {
                throw new IllegalArgumentException("auth: invalid auth signature method");
            }
            return pair(algorithm, KeyFiles.of(publicKey, privateKey));
        } catch (JOSEException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static JwtKeys hmac(JWSAlgorithm algorithm, byte[] secret) throws JOSEException {
        if (secret.length == 0) {
            throw new IllegalArgumentException(MISSING_KEY);
        }
        MACSigner signer = new MACSigner(secret);
        requireMethod(signer.supportedJWSAlgorithms().contains(algorithm), algorithm);
        return new JwtKeys(algorithm, signer, new MACVerifier(secret));
    }

    private static JwtKeys pair(JWSAlgorithm algorithm, KeyFiles files) throws JOSEException {
        if (files.publicKey() == null) {
            throw new IllegalArgumentException(MISSING_KEY);
        }
        if (!files.match()) {
            throw new IllegalArgumentException(MISMATCH);
        }
        JWSVerifier verifier = verifier(algorithm, files.publicKey());
        requireMethod(verifier.supportedJWSAlgorithms().contains(algorithm), algorithm);
        return new JwtKeys(algorithm, files.privateKey() == null ? null : signer(files.privateKey()), verifier);
    }

    private static void requireMethod(boolean supported, JWSAlgorithm algorithm) {
        if (!supported) {
            throw new IllegalArgumentException("the key is none for sign-method " + algorithm);
        }
    }

    private static JWSVerifier verifier(JWSAlgorithm algorithm, PublicKey key) throws JOSEException {
        return switch (key) {
            case RSAPublicKey rsa -> new RSASSAVerifier(rsa);
            case ECPublicKey ec -> new ECDSAVerifier(ec);
            case EdECPublicKey ed -> new EdDsaVerifier(ed);
            default -> throw new IllegalArgumentException("the key is none for sign-method " + algorithm);
        };
    }

    private static JWSSigner signer(PrivateKey key) throws JOSEException {
        return switch (key.getAlgorithm()) {
            case "RSA" -> new RSASSASigner(key);
            case "EC" -> new ECDSASigner((ECPrivateKey) key);
            default -> new EdDsaSigner(key);
        };
    }
}
