// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.auth.AuthInfo;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SimpleTokensTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleTokens tokens = new SimpleTokens(new Random(1), nanos::get, 5 * SECOND);

    private boolean isValid(String token) {
        return tokens.identify(token, 1).isPresent();
    }

    @Test
    void allMembersMakeTheSameTokenOfALogin() {
        SimpleTokens other = new SimpleTokens(new Random(2), nanos::get, 5 * SECOND);
        String secret = tokens.newSecret();

        assertThat(secret).matches("[a-zA-Z]{16}");
        assertThat(tokens.assign("mary", 3, secret, 17))
                .isEqualTo(other.assign("mary", 3, secret, 17))
                .isEqualTo(secret + ".16");
        assertThat(other.identify(secret + ".16", 4)).contains(new AuthInfo("mary", 4));
    }

    @Test
    void aTokenLivesAsLongAsItIsUsed() {
        String used = tokens.assign("mary", 1, tokens.newSecret(), 1);
        String unused = tokens.assign("john", 1, tokens.newSecret(), 2);
        for (int i = 0; i < 3; i++) {
            nanos.addAndGet(4 * SECOND);
            assertThat(isValid(used)).isTrue();
        }

        assertThat(isValid(unused)).isFalse();
        nanos.addAndGet(5 * SECOND + 1);
        assertThat(isValid(used)).isFalse();
    }

    @Test
    void withoutATimeItIsFiveMinutes() {
        SimpleTokens byDefault = new SimpleTokens(new Random(1), nanos::get, 0);
        String token = byDefault.assign("mary", 1, byDefault.newSecret(), 1);
        nanos.addAndGet(300 * SECOND);
        assertThat(byDefault.identify(token, 1)).isPresent();
        nanos.addAndGet(300 * SECOND + 1);
        assertThat(byDefault.identify(token, 1)).isEmpty();
    }

    @Test
    void whoseAreForgottenIsToldApart() {
        String mary = tokens.assign("mary", 1, tokens.newSecret(), 1);
        String john = tokens.assign("john", 1, tokens.newSecret(), 2);

        tokens.forget("mary");
        assertThat(isValid(mary)).isFalse();
        assertThat(isValid(john)).isTrue();

        tokens.forgetAll();
        assertThat(isValid(john)).isFalse();
    }

    @Test
    void onlyWhatLooksLikeATokenIsWaitedFor() {
        assertThat(tokens.knownFrom("abcdefghijklmnop.17")).isEqualTo(18);
        for (String other : new String[] {
            "",
            ".",
            "a.17",
            "abcdefghijklmnop.",
            "abcdefghijklmnop.x",
            "abcdefghijklmnop.99999999999999999999",
            "abcdefghijklmnop.-4",
            "abcdefghijklmnop17"
        }) {
            assertThat(tokens.knownFrom(other)).as(other).isZero();
        }
    }
}
