// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.operator.tls.Handshakes;
import dev.cairn.operator.tls.KeyedCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A client that begins anew all the time: each request is a connection of its own, with what the Secret holds just then.
 * A member that shows or trusts something else than it should refuses one of them.
 */
public final class TlsLoad implements AutoCloseable {
    private final Handshakes handshakes = new Handshakes(Duration.ofSeconds(3));
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    /** @param secret reads the Secret as it is now */
    public TlsLoad(List<String> urls, Supplier<Secret> secret) {
        thread = Thread.ofVirtual().start(() -> {
            while (!stopped) {
                Secret now = secret.get();
                for (String url : urls) {
                    asked.incrementAndGet();
                    if (!handshakes.with(url, text(now, "ca.crt"), keyed(now)).accepted()) {
                        failures.add(Instant.now() + " " + url);
                    }
                }
            }
        });
    }

    /** What the Secret holds for who connects. */
    public static KeyedCertificate keyed(Secret secret) {
        return new KeyedCertificate(text(secret, "tls.crt"), text(secret, "tls.key"));
    }

    public static String text(Secret secret, String field) {
        return new String(Base64.getDecoder().decode(secret.getData().get(field)), StandardCharsets.US_ASCII);
    }

    public int asked() {
        return asked.get();
    }

    public List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
