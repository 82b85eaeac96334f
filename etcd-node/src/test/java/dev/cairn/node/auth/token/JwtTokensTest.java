// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.wire.EtcdError;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTokensTest {
    private static final byte[] NONE = {};
    private static final byte[] SECRET =
            "a secret of at least sixty-four bytes, as the longest of the hashes wants it to be"
                    .getBytes(StandardCharsets.UTF_8);
    private static final Map<String, String> CURVES =
            Map.of("ES256", "secp256r1", "ES384", "secp384r1", "ES512", "secp521r1");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    private JwtTokens tokens(JwtKeys keys) {
        return new JwtTokens(keys, Duration.ofMinutes(5), now::get);
    }

    private static KeyPair pair(String method) throws Exception {
        if (CURVES.containsKey(method)) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVES.get(method)));
            return generator.generateKeyPair();
        }
        return KeyPairGenerator.getInstance(method.equals("EdDSA") ? "Ed25519" : "RSA")
                .generateKeyPair();
    }

    private static byte[] pem(String name, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + name + "-----\n" + body + "\n-----END " + name + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] publicPem(KeyPair pair) {
        return pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    private static byte[] privatePem(KeyPair pair) {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
    void whatIsSignedWithThePrivateKeyFitsThePublicOne(String method) throws Exception {
        KeyPair pair = pair(method);
        JwtTokens signing = tokens(JwtKeys.of(method, NONE, privatePem(pair)));
        JwtTokens verifying = tokens(JwtKeys.of(method, publicPem(pair), NONE));
        JwtTokens others = tokens(JwtKeys.of(method, publicPem(pair(method)), NONE));

        String token = signing.assign("mary", 7, "", 1);

        assertThat(verifying.identify(token, 9)).contains(new AuthInfo("mary", 7));
        assertThat(signing.identify(token, 9)).contains(new AuthInfo("mary", 7));
        assertThat(others.identify(token, 9)).isEmpty();
        assertThatThrownBy(() -> verifying.assign("mary", 7, "", 1)).hasMessage(EtcdError.VERIFY_ONLY.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void aSecretSignsAndVerifies(String method) {
        JwtTokens tokens = tokens(JwtKeys.of(method, NONE, SECRET));

        assertThat(tokens.identify(tokens.assign("mary", 7, "", 1), 9)).contains(new AuthInfo("mary", 7));
    }

    @Test
    void claimsAreEtcds() throws Exception {
        String token = tokens(JwtKeys.of("HS256", NONE, SECRET)).assign("mary", 7, "", 1);

        assertThat(SignedJWT.parse(token).getJWTClaimsSet().toJSONObject())
                .containsOnlyKeys("username", "revision", "exp")
                .containsEntry("username", "mary")
                .containsEntry("revision", 7L)
                .containsEntry("exp", now.get().plusSeconds(300).getEpochSecond());
    }

    @Test
    void aTokenExpiresHoweverOftenItIsUsed() {
        JwtTokens tokens = tokens(JwtKeys.of("HS256", NONE, SECRET));
        String token = tokens.assign("mary", 7, "", 1);
        now.set(now.get().plusSeconds(299));
        assertThat(tokens.identify(token, 9)).isPresent();

        now.set(now.get().plusSeconds(1));
        assertThat(tokens.identify(token, 9)).isEmpty();
    }

    private static String signed(String method, JWTClaimsSet claims) throws Exception {
        SignedJWT token = new SignedJWT(new JWSHeader(new JWSAlgorithm(method)), claims);
        token.sign(JwtKeys.of(method, NONE, SECRET).signer());
        return token.serialize();
    }

    @Test
    void otherMethodsAndClaimsAreRefused() throws Exception {
        JwtTokens tokens = tokens(JwtKeys.of("HS256", NONE, SECRET));
        JWTClaimsSet mary = new JWTClaimsSet.Builder()
                .claim("username", "mary")
                .claim("revision", 7)
                .build();
        Date later = Date.from(now.get().plusSeconds(9));

        assertThat(tokens.identify(signed("HS256", mary), 9))
                .as("without an end")
                .isPresent();
        assertThat(tokens.identify(signed("HS512", mary), 9)).isEmpty();
        assertThat(tokens.identify(new PlainJWT(mary).serialize(), 9)).isEmpty();
        for (JWTClaimsSet bad : List.of(
                new JWTClaimsSet.Builder().claim("revision", 7).build(),
                new JWTClaimsSet.Builder().claim("username", "mary").build(),
                new JWTClaimsSet.Builder(mary).claim("username", 1).build(),
                new JWTClaimsSet.Builder(mary).claim("revision", "7").build(),
                new JWTClaimsSet.Builder(mary).notBeforeTime(later).build())) {
            assertThat(tokens.identify(signed("HS256", bad), 9))
                    .as(bad.toString())
                    .isEmpty();
        }
        for (String garbage : List.of("", ".", "a.b.c", "a.b", "ey.ey.ey")) {
            assertThat(tokens.identify(garbage, 9)).as(garbage).isEmpty();
        }
    }

    @Test
    void keysThatDoNotFitAreRefused() throws Exception {
        KeyPair rsa = pair("RS256");
        assertRefused("RS256", NONE, NONE, "auth: missing key data");
        assertRefused("HS256", NONE, NONE, "auth: missing key data");
        assertRefused("RS256", publicPem(pair("RS256")), privatePem(rsa), "auth: public and private keys don't match");
        assertRefused("none", NONE, SECRET, "auth: invalid auth signature method");
        assertRefused("ES256", NONE, privatePem(rsa), "the key is none for sign-method ES256");
        assertRefused("ES256", NONE, privatePem(pair("ES384")), "the key is none for sign-method ES256");
        assertRefused("RS256", NONE, SECRET, "priv-key holds no private key in PEM");
        assertRefused("RS256", SECRET, NONE, "pub-key holds no public key in PEM");
    }

    private static void assertRefused(String method, byte[] publicKey, byte[] privateKey, String why) {
        assertThatThrownBy(() -> JwtKeys.of(method, publicKey, privateKey))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    /** PKCS #1 and SEC 1, as openssl genrsa and ecparam wrote them for long. */
    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256"})
    void traditionalKeysAreRead(String method) throws Exception {
        KeyPair pair = pair(method);
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
        byte[] traditional = pair.getPrivate() instanceof ECPrivateKey ec
                ? pem(
                        "EC PRIVATE KEY",
                        new org.bouncycastle.asn1.sec.ECPrivateKey(
                                        256,
                                        ec.getS(),
                                        info.getPrivateKeyAlgorithm().getParameters())
                                .getEncoded())
                : pem(
                        "RSA PRIVATE KEY",
                        info.parsePrivateKey().toASN1Primitive().getEncoded());

        String token = tokens(JwtKeys.of(method, NONE, traditional)).assign("mary", 7, "", 1);

        assertThat(tokens(JwtKeys.of(method, publicPem(pair), NONE)).identify(token, 9))
                .isPresent();
    }
}
