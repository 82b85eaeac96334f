// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A lease lives at least its time after each renewal that was answered, and ends once nobody renews it. */
public final class LeaseCheck {
    private static final String PROPERTY = "leases";

    private static final class Life {
        private final String key;
        private long aliveUntilMillis;
        private boolean revoked;
        private boolean keyWritten;
        private long endedMillis = Long.MAX_VALUE;

        private Life(String key, long aliveUntilMillis) {
            this.key = key;
            this.aliveUntilMillis = aliveUntilMillis;
        }
    }

    private final Map<Long, Life> lives = new TreeMap<>();

    /** {@code askedMillis} is when the client asked: the server's time cannot have begun earlier. */
    public void granted(long lease, String key, long askedMillis, long ttlSeconds) {
        lives.put(lease, new Life(key, askedMillis + 1000 * ttlSeconds));
    }

    public void renewed(long lease, long askedMillis, long nowMillis, long ttlSeconds) {
        Life life = lives.get(lease);
        Violation.require(
                life.endedMillis > askedMillis,
                PROPERTY,
                () -> Long.toHexString(lease) + " was renewed at " + askedMillis + ", but ended at "
                        + life.endedMillis);
        life.aliveUntilMillis = Math.max(life.aliveUntilMillis, askedMillis + 1000 * ttlSeconds);
    }

    /** Somebody was told by {@code how} that there is no such lease: it has to be over by then. */
    public void unknown(long lease, String how, long nowMillis) {
        Life life = lives.get(lease);
        Violation.require(
                life.revoked || nowMillis >= life.aliveUntilMillis,
                PROPERTY,
                () -> Long.toHexString(lease) + " is unknown to a " + how + " at " + nowMillis + ", but lives until "
                        + life.aliveUntilMillis);
    }

    /** The client asks for its end itself. */
    public void revoking(long lease) {
        lives.get(lease).revoked = true;
    }

    public void attached(long lease) {
        lives.get(lease).keyWritten = true;
    }

    /** Somebody was told that the key of a lease was deleted; nobody deletes such keys but the lessor. */
    public void keyDeleted(String key, long nowMillis) {
        lives.forEach((lease, life) -> {
            if (life.key.equals(key)) {
                life.endedMillis = Math.min(life.endedMillis, nowMillis);
                Violation.require(
                        life.revoked || nowMillis >= life.aliveUntilMillis,
                        PROPERTY,
                        () -> Long.toHexString(lease) + " expired early: its key " + key + " was deleted by "
                                + nowMillis + ", but it lives until " + life.aliveUntilMillis);
            }
        });
    }

    /** When the last of them has to be gone. */
    public long lastMillis() {
        return lives.values().stream()
                .mapToLong(life -> life.aliveUntilMillis)
                .max()
                .orElse(0);
    }

    /** Long after the last renewal: leases that are there still, by anybody's word, and keys. */
    public void allGone(List<Long> leases, List<String> keys) {
        Violation.require(leases.isEmpty(), PROPERTY, () -> "never expired: " + leases);
        List<String> left = new ArrayList<>(keys);
        left.retainAll(lives.values().stream().map(life -> life.key).toList());
        Violation.require(left.isEmpty(), PROPERTY, () -> "outlived their leases: " + left);
    }

    public int granted() {
        return lives.size();
    }
}
