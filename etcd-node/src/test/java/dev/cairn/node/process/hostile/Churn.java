// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that are opened and closed as fast as it goes, by eight clients for ten seconds. */
final class Churn {
    private static final int CLIENTS = 8;
    private static final long SECONDS = 10;
    private static final int ANSWER_MILLIS = 5000;
    private static final byte[] RANGE = "{\"key\":\"a2V5\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private interface Visit {
        void pay(Scene scene) throws IOException;
    }

    private Churn() {}

    static String silent(Scene scene) throws InterruptedException {
        return visits(scene, there -> new Http1(there.port(), 0).reset());
    }

    static String http2(Scene scene) throws InterruptedException {
        return visits(scene, there -> {
            try (Http2 connection = new Http2(there.port())) {
                connection.open(1, "Watch/Watch");
                connection.flush();
            }
        });
    }

    static String requests(Scene scene) throws InterruptedException {
        return visits(scene, there -> {
            try (Http1 connection = new Http1(there.port(), ANSWER_MILLIS)) {
                connection.post("/v3/kv/range", RANGE);
                connection.reset();
            }
        });
    }

    private static String visits(Scene scene, Visit visit) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        AtomicInteger done = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        var clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.submit(() -> {
                    while (System.nanoTime() - end < 0 && scene.isAlive()) {
                        try {
                            visit.pay(scene);
                            done.incrementAndGet();
                        } catch (IOException e) {
                            refused.incrementAndGet();
                        }
                    }
                });
            }
            clients.shutdown();
            clients.awaitTermination(SECONDS + ANSWER_MILLIS / 1000, TimeUnit.SECONDS);
        } finally {
            clients.shutdownNow();
        }
        return done + " opened and closed" + (refused.get() > 0 ? ", " + refused + " refused" : "");
    }
}
