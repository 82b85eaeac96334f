// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.auth.Passwords;
import dev.cairn.node.auth.token.SimpleTokens;
import dev.cairn.node.server.member.AuthRuntime;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What logins need, drawn from the run's seed: cheap hashes, and tokens that expire within a run. */
final class SimAuth {
    private static final long TOKEN_NANOS = 60_000_000_000L;

    private SimAuth() {}

    static AuthRuntime runtime(RandomGenerator random, LongSupplier nanos, Executor passwords) {
        return new AuthRuntime(
                new SimpleTokens(random, nanos, TOKEN_NANOS), passwords, new Salts(random), Passwords.MIN_COST, true);
    }

    /** Of the run's seed, though its type promises more. */
    private static final class Salts extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final transient RandomGenerator random;

        Salts(RandomGenerator random) {
            this.random = random;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }
    }
}
