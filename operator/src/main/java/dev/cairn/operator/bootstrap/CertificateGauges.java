// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import dev.cairn.operator.cluster.LookListener;
import dev.cairn.operator.tls.CertificateFacts;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;

/** The gauge {@code cairn_certificate_days_left}: for each certificate in use, days until it ends as of now. */
final class CertificateGauges implements LookListener {
    private static final String NAME = "cairn.certificate.days.left";
    private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    private record Key(String namespace, String cluster, String secret) {}

    /** A gauge, and what it reads. */
    private static final class Shown {
        private volatile Instant end;
        private Gauge gauge;
    }

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Map<Key, Shown> shown = new HashMap<>();

    CertificateGauges(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public synchronized void certificates(String namespace, String cluster, SortedMap<String, CertificateFacts> inUse) {
        forget(key -> of(key, namespace, cluster) && !inUse.containsKey(key.secret()));
        inUse.forEach((secret, facts) -> {
            var key = new Key(namespace, cluster, secret);
            Shown each = shown.get(key);
            if (each == null) {
                each = new Shown();
                each.end = facts.notAfter();
                each.gauge = gauge(key, each);
                shown.put(key, each);
            }
            each.end = facts.notAfter();
        });
    }

    @Override
    public synchronized void gone(String namespace, String cluster) {
        forget(key -> of(key, namespace, cluster));
    }

    private Gauge gauge(Key key, Shown each) {
        return Gauge.builder(
                        NAME, () -> Duration.between(clock.instant(), each.end).toSeconds() / SECONDS_A_DAY)
                .tags("namespace", key.namespace(), "cluster", key.cluster(), "secret", key.secret())
                .strongReference(true)
                .register(registry);
    }

    private void forget(Predicate<Key> which) {
        shown.entrySet().removeIf(each -> {
            boolean goes = which.test(each.getKey());
            if (goes) {
                registry.remove(each.getValue().gauge);
            }
            return goes;
        });
    }

    private static boolean of(Key key, String namespace, String cluster) {
        return key.namespace().equals(namespace) && key.cluster().equals(cluster);
    }
}
