// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.wire.EtcdError;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Signed tokens (RFC 7519) with etcd's claims: username, the auth revision of the login, and when it expires. No member keeps
 * any; one of an older auth revision says so, and who shows it has to log in again. What was verified is remembered for a
 * while, since a signature takes longer to verify than most requests take.
 */
public final class JwtTokens implements Tokens {
    private static final int REMEMBERED = 1_024;

    private record Verified(AuthInfo who, Instant notBefore, Instant expires) {}

    private final JwtKeys keys;
    private final Duration ttl;
    private final InstantSource clock;
    private final Map<String, Verified> verified = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > REMEMBERED;
        }
    };

    public JwtTokens(JwtKeys keys, Duration ttl, InstantSource clock) {
        this.keys = keys;
        this.ttl = ttl;
        this.clock = clock;
    }

    @Override
    public String newSecret() {
        return "";
    }

    @Override
    public String assign(String user, long authRevision, String secret, long index) {
        if (keys.signer() == null) {
            throw EtcdError.VERIFY_ONLY.exception();
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(keys.algorithm()).type(JOSEObjectType.JWT).build(),
                new JWTClaimsSet.Builder()
                        .claim("username", user)
                        .claim("revision", authRevision)
                        .expirationTime(Date.from(clock.instant().plus(ttl)))
                        .build());
        try {
            token.sign(keys.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("a token could not be signed: " + e.getMessage(), e);
        }
        return token.serialize();
    }

    @Override
    public Optional<AuthInfo> identify(String token, long authRevision) {
        Verified known;
        synchronized (verified) {
            known = verified.get(token);
        }
        if (known == null) {
            known = verified(token);
            if (known == null) {
                return Optional.empty();
            }
            synchronized (verified) {
                verified.put(token, known);
            }
        }
        Instant now = clock.instant();
        boolean valid = now.isBefore(known.expires()) && !now.isBefore(known.notBefore());
        return valid ? Optional.of(known.who()) : Optional.empty();
    }

    /** Null where it is none of ours, whatever its times. */
    private Verified verified(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            if (!keys.algorithm().equals(parsed.getHeader().getAlgorithm()) || !parsed.verify(keys.verifier())) {
                return null;
            }
            JWTClaimsSet claims = parsed.getJWTClaimsSet();
            return claims.getClaim("username") instanceof String user
                            && claims.getClaim("revision") instanceof Number at
                    ? new Verified(
                            new AuthInfo(user, at.longValue()),
                            instant(claims.getNotBeforeTime(), Instant.MIN),
                            instant(claims.getExpirationTime(), Instant.MAX))
                    : null;
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return null;
        }
    }

    private static Instant instant(Date date, Instant otherwise) {
        return date == null ? otherwise : date.toInstant();
    }
}
