// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.http.HttpRoute;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.netty.handler.ssl.SslContext;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All listeners of a member, started together or not at all, and stopped together. */
public final class ListenerGroup {
    private final Served served;
    private final List<ClientListener> clients = new ArrayList<>();
    private final List<MetricsListener> metrics = new ArrayList<>();

    private final ClientConnections connections = new ClientConnections();

    /** What every client listener serves, and on which threads. */
    public record Served(
            EventLoops loops,
            GrpcLimits limits,
            List<ServerServiceDefinition> services,
            ServerStreamTracer.Factory tracer,
            HttpRoute http,
            ByteBudget budget) {}

    public ListenerGroup(Served served) {
        this.served = served;
    }

    /** {@code tls} gives the context of each new connection; null where the URL is plain. */
    public void listen(ListenUrl url, Supplier<SslContext> tls) {
        clients.add(startOrStopAll(() -> ClientListener.start(url, needed(url, tls), served, connections)));
    }

    /** A listener with HTTP/1.1 only, for {@code --listen-metrics-urls}. */
    public void listenForMetrics(ListenUrl url, Supplier<SslContext> tls, HttpRoute pages) {
        Http1Pipeline pipeline = new Http1Pipeline(pages, served.limits(), connections, served.budget());
        metrics.add(startOrStopAll(() -> MetricsListener.start(url, needed(url, tls), served.loops(), pipeline)));
    }

    /** Where the client listeners are bound, in the order they were started: a port 0 has become a real one. */
    public List<SocketAddress> clientAddresses() {
        return clients.stream().map(ClientListener::address).toList();
    }

    public List<SocketAddress> metricsAddresses() {
        return metrics.stream().map(MetricsListener::address).toList();
    }

    /**
     * No new connections; clients are told to go elsewhere; requests under way may end. Returns when they have or
     * {@link #awaitDrained} gives up.
     */
    public void drain() {
        clients.forEach(ClientListener::drain);
        metrics.forEach(MetricsListener::stopListening);
        connections.drainHttp1();
    }

    /** Waits for the requests under way, then closes what is left. True when nothing had to be cut off. */
    public boolean awaitDrained(Duration grace) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + grace.toNanos();
        boolean all = true;
        for (ClientListener client : clients) {
            all &= client.awaitDrained(deadlineNanos - System.nanoTime());
        }
        all &= connections.awaitHttp1Closed(deadlineNanos - System.nanoTime());
        stopNow();
        return all;
    }

    public void stopNow() {
        clients.forEach(ClientListener::drain);
        metrics.forEach(MetricsListener::stopListening);
        connections.cutOff();
        clients.forEach(ClientListener::stopNow);
    }

    private <T> T startOrStopAll(Supplier<T> start) {
        try {
            return start.get();
        } catch (RuntimeException e) {
            stopNow();
            throw e;
        }
    }

    private static Supplier<SslContext> needed(ListenUrl url, Supplier<SslContext> tls) {
        if (url.tls() && tls == null) {
            throw new ListenException("listen URL \"" + url.text() + "\" needs a certificate and a key");
        }
        return url.tls() ? tls : null;
    }
}
