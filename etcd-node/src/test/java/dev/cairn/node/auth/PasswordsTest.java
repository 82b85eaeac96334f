// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.EtcdError;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private final SecureRandom random = new SecureRandom();

    private ByteString stored(String password) {
        return ByteString.copyFrom(Base64.getDecoder().decode(Passwords.hash(password, Passwords.MIN_COST, random)));
    }

    @Test
    void aHashHasGosForm() {
        assertThat(stored("secret").toStringUtf8()).matches("\\$2a\\$04\\$[./A-Za-z0-9]{53}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "pässwörd", "123456789012345678901234567890123456789012345678901234567890123456789012"})
    void aPasswordFitsItsHashAloneAndNoOtherDoes(String password) {
        assertThat(Passwords.matches(password, stored(password))).isTrue();
        assertThat(Passwords.matches(password + "x", stored("y" + password.substring(password.isEmpty() ? 0 : 1))))
                .isFalse();
    }

    /** Made by golang.org/x/crypto/bcrypt. */
    @Test
    void hashesOfGoFit() {
        ByteString go = ByteString.copyFromUtf8("$2a$04$WjHDzFbLtFsVI0jceZIIReXmbhy9Iv7f.3NTrS1iZsQ9Y6HuWcExW");

        assertThat(Passwords.matches("secret", go)).isTrue();
        assertThat(Passwords.matches("Secret", go)).isFalse();
    }

    @Test
    void moreThanBcryptTakesIsRefusedAsInGo() {
        assertThatThrownBy(() -> Passwords.hash("x".repeat(73), Passwords.MIN_COST, random))
                .hasMessage(EtcdError.PASSWORD_TOO_LONG.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hash", "$2a$", "$2a$99$0123456789012345678901", "$1$abc", "$2a$10$"})
    void whatIsNoHashFitsNoPassword(String stored) {
        assertThat(Passwords.matches("secret", ByteString.copyFromUtf8(stored))).isFalse();
    }
}
