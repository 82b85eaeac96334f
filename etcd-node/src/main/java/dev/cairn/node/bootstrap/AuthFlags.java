// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.auth.Passwords;
import dev.cairn.node.auth.token.NoTokens;
import dev.cairn.node.auth.token.SimpleTokens;
import dev.cairn.node.auth.token.Tokens;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.bootstrap.flags.Values;
import dev.cairn.node.server.member.AuthRuntime;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the flags say about logins. */
final class AuthFlags {
    private static final Logger LOG = LoggerFactory.getLogger(AuthFlags.class);
    private static final long SECOND_NANOS = 1_000_000_000L;

    private AuthFlags() {}

    static AuthRuntime runtime(Flags flags, Executor passwords, LongSupplier nanos) {
        SecureRandom random = new SecureRandom();
        return new AuthRuntime(
                tokens(flags, random, nanos), passwords, random, bcryptCost(flags), flags.bool("client-cert-auth"));
    }

    /** As etcd: the kind, then options, each once, separated by commas. */
    private static Tokens tokens(Flags flags, SecureRandom random, LongSupplier nanos) {
        String given = flags.string("auth-token");
        String[] options = given.split(",", -1);
        return switch (options[0]) {
            case "" -> new NoTokens();
            case "simple" -> {
                LOG.warn("simple tokens are not signed: whoever sees one can use it");
                yield new SimpleTokens(random, nanos, flags.number("auth-token-ttl") * SECOND_NANOS);
            }
            case "jwt" -> JwtFlags.tokens(given);
            default -> throw Values.invalid("auth-token", given, "expected simple or jwt with its options");
        };
    }

    /** As etcd: what is out of range counts as the default. */
    private static int bcryptCost(Flags flags) {
        long given = flags.number("bcrypt-cost");
        if (given < Passwords.MIN_COST || given > Passwords.MAX_COST) {
            LOG.warn(
                    "--bcrypt-cost={} is not between {} and {}: {} is used",
                    given,
                    Passwords.MIN_COST,
                    Passwords.MAX_COST,
                    Passwords.DEFAULT_COST);
            return Passwords.DEFAULT_COST;
        }
        return (int) given;
    }
}
