// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.EtcdError;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * bcrypt as Go's: {@code $2a$}, at most 72 bytes. One hash takes tens of milliseconds of a processor at cost 10 and twice as
 * much with each step more: not for threads that others wait for.
 */
public final class Passwords {
    public static final int MIN_COST = 4;
    public static final int MAX_COST = 31;
    public static final int DEFAULT_COST = 10;

    private static final int MAX_BYTES = 72;

    private Passwords() {}

    /** In base64, as requests of the log carry it. */
    public static String hash(String password, int cost, SecureRandom random) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw EtcdError.PASSWORD_TOO_LONG.exception();
        }
        String hash = BCrypt.hashpw(bytes, BCrypt.gensalt("$2a", cost, random));
        return Base64.getEncoder().encodeToString(hash.getBytes(StandardCharsets.US_ASCII));
    }

    /** {@code stored} may be anything: what is no hash fits no password. */
    public static boolean matches(String password, ByteString stored) {
        try {
            return BCrypt.checkpw(password.getBytes(StandardCharsets.UTF_8), stored.toStringUtf8());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
