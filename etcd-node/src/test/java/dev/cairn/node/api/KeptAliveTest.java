// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.http.HttpExchange;
import dev.cairn.node.api.http.HttpRoute;
import dev.cairn.node.api.transport.EventLoops;
import dev.cairn.node.api.transport.GrpcLimits;
import dev.cairn.node.api.transport.ListenUrl;
import dev.cairn.node.api.transport.ListenerGroup;
import dev.cairn.node.server.MemoryLevel;
import io.grpc.ServerStreamTracer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection, many requests: what stays of each when it is answered, and who is told when the connection ends. */
class KeptAliveTest {
    private static final String GET = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final int REQUESTS = 100;

    private final EventLoops loops = EventLoops.open("kept-alive", 1);
    private ListenerGroup listeners;

    private int serve(HttpRoute route) {
        listeners = new ListenerGroup(
                new ListenerGroup.Served(loops, GrpcLimits.DEFAULTS, List.of(), new NoTracer(), route, budget()));
        listeners.listen(ListenUrl.parse("http://127.0.0.1:0"), null);
        return ((InetSocketAddress) listeners.clientAddresses().getFirst()).getPort();
    }

    private static ByteBudget budget() {
        return new ByteBudget(Runtime.getRuntime().maxMemory(), new SimpleMeterRegistry(), () -> MemoryLevel.PLENTY);
    }

    private static final class NoTracer extends ServerStreamTracer.Factory {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, io.grpc.Metadata headers) {
            return new ServerStreamTracer() {};
        }
    }

    @AfterEach
    void stop() {
        listeners.stopNow();
        loops.close();
    }

    @Test
    void answeredExchangesAreForgottenWhileTheConnectionStaysOpen() throws Exception {
        List<WeakReference<Object>> answered = Collections.synchronizedList(new ArrayList<>());
        int port = serve(exchange -> {
            Runnable whenGone = new Runnable() {
                @Override
                public void run() {
                    exchange.abort();
                }
            };
            answered.add(new WeakReference<>(exchange));
            answered.add(new WeakReference<>(whenGone));
            exchange.onClose(whenGone);
            exchange.respond(200, HttpExchange.JSON, new byte[0]);
        });
        try (RawConnection client = new RawConnection(port)) {
            for (int i = 0; i < REQUESTS; i++) {
                client.send(GET).readUntil("\r\n\r\n");
            }
            assertThat(answered).hasSize(2 * REQUESTS);
            assertThat(leftAfterCollecting(answered)).isZero();
            client.send(GET).readUntil("\r\n\r\n");
        }
    }

    @Test
    void takenBodiesDoNotLastAsLongAsTheStream() throws Exception {
        List<WeakReference<Object>> bodies = Collections.synchronizedList(new ArrayList<>());
        int port = serve(exchange -> {
            bodies.add(new WeakReference<>(exchange.takeBody()));
            exchange.startStream(200, HttpExchange.JSON);
        });
        try (RawConnection client = new RawConnection(port)) {
            client.send("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
                    .readUntil("\r\n\r\n");
            assertThat(leftAfterCollecting(bodies)).isZero();
        }
    }

    @Test
    void whoWaitsForAnAnswerIsToldThatTheClientHasGone() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        int port = serve(exchange -> {
            exchange.onClose(gone::countDown);
            exchange.startStream(200, HttpExchange.JSON);
        });
        try (RawConnection client = new RawConnection(port)) {
            client.send(GET).readUntil("\r\n\r\n");
        }
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static long leftAfterCollecting(List<WeakReference<Object>> references) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        long left;
        do {
            System.gc();
            left = references.stream().filter(each -> each.get() != null).count();
        } while (left > 0 && System.nanoTime() < deadline);
        return left;
    }
}
