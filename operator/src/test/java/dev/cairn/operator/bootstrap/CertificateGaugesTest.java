// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.tls.CertificateFacts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CertificateGaugesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = NOW;
    private final CertificateGauges gauges = new CertificateGauges(registry, () -> now);

    @Test
    void daysLeftFallByThemselvesAndRiseWithARenewal() {
        see("demo", "demo-a-tls", 60);
        assertThat(days("demo-a-tls")).isEqualTo(60);
        now = NOW.plus(Duration.ofHours(36));
        assertThat(days("demo-a-tls")).isEqualTo(58.5);
        see("demo", "demo-a-tls", 90);
        assertThat(days("demo-a-tls")).isEqualTo(88.5);
    }

    @Test
    void aCertificateAndAClusterThatAreGoneAreNotShown() {
        see("demo", "demo-a-tls", 60);
        see("demo", "demo-b-tls", 60);
        assertThat(registry.getMeters()).hasSize(1);
        see("other", "other-a-tls", 60);
        gauges.gone("default", "demo");
        assertThat(registry.getMeters())
                .singleElement()
                .satisfies(each -> assertThat(each.getId().getTag("cluster")).isEqualTo("other"));
    }

    private void see(String cluster, String secret, int days) {
        var inUse = new TreeMap<String, CertificateFacts>();
        inUse.put(secret, new CertificateFacts(NOW, NOW.plus(Duration.ofDays(days)), new TreeSet<>(), "a", "b"));
        gauges.certificates("default", cluster, inUse);
    }

    private double days(String secret) {
        return registry.get("cairn.certificate.days.left")
                .tag("secret", secret)
                .gauge()
                .value();
    }
}
