// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LessorTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final MemoryBackend backend = new MemoryBackend();
    private final WriteTx tx = backend.begin();
    private final Lessor lessor = new Lessor(new LessorSettings(2));

    @Test
    void minimumTtlIsOneAndAHalfElectionsRoundedUp() {
        assertThat(LessorSettings.minTtlSeconds(10, 100_000_000L)).isEqualTo(2);
        assertThat(LessorSettings.minTtlSeconds(10, 200_000_000L)).isEqualTo(3);
        assertThat(LessorSettings.minTtlSeconds(50, 1_000_000_000L)).isEqualTo(75);
    }

    @Test
    void promotionSpreadsHeapsAndShortensNothing() {
        for (int id = 1; id <= 5000; id++) {
            lessor.grant(tx, id, id <= 4000 ? 10 : 12, 0);
        }
        lessor.promote(0, SECOND_NANOS);
        List<LeaseView> leases = lessor.list(0);
        for (int i = 0; i < leases.size(); i++) {
            LeaseView lease = leases.get(i);
            assertThat(lease.remainingNanos()).isGreaterThanOrEqualTo((lease.ttlSeconds() + 1) * SECOND_NANOS);
            if (i >= Lessor.EXPIRIES_PER_SECOND) {
                long before = leases.get(i - Lessor.EXPIRIES_PER_SECOND).remainingNanos();
                assertThat(lease.remainingNanos() - before).isGreaterThanOrEqualTo(SECOND_NANOS);
            }
        }
        assertThat(leases.getLast().remainingNanos()).isEqualTo(17 * SECOND_NANOS);
    }

    @Test
    void fewLeasesAreNotSpread() {
        for (int id = 1; id <= Lessor.EXPIRIES_PER_SECOND; id++) {
            lessor.grant(tx, id, 10, 0);
        }
        lessor.promote(0, 0);
        assertThat(lessor.list(0)).allMatch(lease -> lease.remainingNanos() == 10 * SECOND_NANOS);
    }

    @Test
    void nothingExpiresEarlyAndEverythingExpiresInTime() {
        SplittableRandom random = new SplittableRandom(11);
        TreeMap<Long, Long> deadlines = new TreeMap<>();
        long now = -5 * SECOND_NANOS; // a monotonic clock may start below zero
        lessor.promote(now, 0);
        for (int step = 0; step < 20_000; step++) {
            now += random.nextLong(SECOND_NANOS / 10);
            long id = 1 + random.nextLong(200);
            long at = now;
            if (!deadlines.containsKey(id)) {
                long ttl = 2 + random.nextLong(20);
                lessor.grant(tx, id, ttl, now);
                deadlines.put(id, now + ttl * SECOND_NANOS);
            } else if (lessor.renew(id, now) instanceof Renewal.Renewed renewed) {
                assertThat(deadlines.get(id)).isGreaterThan(now);
                deadlines.put(id, now + renewed.ttlSeconds() * SECOND_NANOS);
            } else {
                assertThat(deadlines.get(id)).isLessThanOrEqualTo(now);
            }
            List<Long> expired = lessor.expired(now, 500);
            assertThat(expired).allMatch(each -> deadlines.get(each) <= at);
            assertThat(expired.containsAll(deadlines.keySet().stream()
                            .filter(each -> deadlines.get(each) <= at)
                            .toList()))
                    .isTrue();
            for (long each : lessor.stillExpired(expired, now)) {
                lessor.revoke(tx, each);
                deadlines.remove(each);
            }
        }
        assertThat(deadlines).isNotEmpty();
    }

    @Test
    void damagedRecordIsNamed() {
        tx.put(Bucket.LEASE, new byte[8], new byte[] {8});
        tx.commit();
        assertThatThrownBy(() -> lessor.load(backend.read()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bucket lease: a record is no Lease");
    }
}
