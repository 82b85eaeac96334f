// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.auth.token.JwtTokens;
import dev.cairn.node.auth.token.NoTokens;
import dev.cairn.node.auth.token.SimpleTokens;
import dev.cairn.node.auth.token.Tokens;
import dev.cairn.node.bootstrap.flags.FlagTable;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.server.member.AuthRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthFlagsTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    private Path directory;

    private AuthRuntime runtime(String name, String value) {
        return AuthFlags.runtime(Flags.of(FlagTable.load(), Map.of(name, value), Map.of()), Runnable::run, nanos::get);
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "31, 31", "12, 12", "3, 10", "32, 10", "-1, 10"})
    void aCostOutOfRangeIsTheDefault(String given, int cost) {
        assertThat(runtime("bcrypt-cost", given).bcryptCost()).isEqualTo(cost);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "0, 300", "-1, 300"})
    void aSimpleTokenLivesAsLongAsTheFlagSays(String given, long seconds) {
        Tokens tokens = runtime("auth-token-ttl", given).tokens();
        String token = tokens.assign("mary", 1, tokens.newSecret(), 1);

        nanos.addAndGet(seconds * SECOND);
        assertThat(tokens.identify(token, 1)).isPresent();
        nanos.addAndGet(seconds * SECOND + 1);
        assertThat(tokens.identify(token, 1)).isEmpty();
    }

    @Test
    void theKindOfTokenFollowsTheFlag() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "32 bytes, which is what HS256 wants");

        assertThat(runtime("auth-token", "simple").tokens()).isInstanceOf(SimpleTokens.class);
        assertThat(runtime("auth-token", "").tokens()).isInstanceOf(NoTokens.class);
        assertThat(runtime("auth-token", "jwt,sign-method=HS256,priv-key=" + secret + ",ttl=10m,other=1")
                        .tokens())
                .isInstanceOf(JwtTokens.class);
        assertThat(runtime("client-cert-auth", "true").certificateNames()).isTrue();
        assertThat(runtime("client-cert-auth", "false").certificateNames()).isFalse();
    }
}
