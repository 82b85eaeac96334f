// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth.token;

import dev.cairn.node.auth.AuthInfo;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * etcd's simple tokens: sixteen random letters and the index of the entry before the login's, in the memory of each member, which counts the time
 * since each was last used by itself. Not for networks that are not trusted: who sees one can use it.
 */
public final class SimpleTokens implements Tokens {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int SECRET_LETTERS = 16;
    private static final int MOST_DIGITS = 20;
    private static final long DEFAULT_TTL_NANOS = 300_000_000_000L;

    private record Use(String user, long nanos) {}

    private final RandomGenerator random;
    private final LongSupplier nanos;
    private final long ttlNanos;
    /** The longest unused one first: that is the next to expire. */
    private final Map<String, Use> uses = new LinkedHashMap<>();

    /** {@code ttlNanos} of 0 and below: etcd's default, five minutes. */
    public SimpleTokens(RandomGenerator random, LongSupplier nanos, long ttlNanos) {
        this.random = random;
        this.nanos = nanos;
        this.ttlNanos = ttlNanos <= 0 ? DEFAULT_TTL_NANOS : ttlNanos;
    }

    @Override
    public synchronized String newSecret() {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < SECRET_LETTERS; i++) {
            secret.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return secret.toString();
    }

    @Override
    public synchronized String assign(String user, long authRevision, String secret, long index) {
        forgetExpired();
        String token = secret + "." + (index - 1);
        use(token, user);
        return token;
    }

    @Override
    public synchronized Optional<AuthInfo> identify(String token, long authRevision) {
        forgetExpired();
        Use known = uses.get(token);
        if (known == null) {
            return Optional.empty();
        }
        use(token, known.user());
        return Optional.of(new AuthInfo(known.user(), authRevision));
    }

    private void use(String token, String user) {
        uses.remove(token);
        uses.put(token, new Use(user, nanos.getAsLong()));
    }

    private void forgetExpired() {
        long now = nanos.getAsLong();
        Iterator<Use> oldest = uses.values().iterator();
        while (oldest.hasNext() && now - oldest.next().nanos() > ttlNanos) {
            oldest.remove();
        }
    }

    /** What is no token of ours is not waited for. */
    @Override
    public long knownFrom(String token) {
        int dot = token.indexOf('.');
        if (dot != SECRET_LETTERS || token.length() > SECRET_LETTERS + 1 + MOST_DIGITS) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(token, dot + 1, token.length(), 10) + 1);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public boolean areKept() {
        return true;
    }

    @Override
    public synchronized void forget(String user) {
        uses.values().removeIf(use -> use.user().equals(user));
    }

    @Override
    public synchronized void forgetAll() {
        uses.clear();
    }
}
