// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.gateway.JsonGateway;
import dev.cairn.node.api.http.HttpExchange;
import dev.cairn.node.api.http.HttpRoute;
import dev.cairn.node.api.http.HttpRouter;
import dev.cairn.node.api.http.MetricsRoute;
import dev.cairn.node.api.http.ProbeRoutes;
import dev.cairn.node.api.http.StatusRoutes;
import dev.cairn.node.api.transport.EventLoops;
import dev.cairn.node.api.transport.ListenUrl;
import dev.cairn.node.api.transport.ListenerGroup;
import dev.cairn.node.server.Auth;
import dev.cairn.node.server.Member;
import dev.cairn.node.server.MemoryLevel;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.ssl.SslContext;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The client side of a member: services, gateway and status pages on every client URL, status pages alone on every
 * metrics URL. Made once; listens when told; stops gracefully.
 */
public final class ApiServer {
    private static final String NAME_IGNORED =
            "CommonName of client sending a request against gateway will be ignored and not used as expected";

    private final ByteBudget budget;
    private final ApiServices services;
    private final ListenerGroup listeners;
    private final HttpRoute metricsPages;
    private final HttpRoute clientPages;
    private final JsonGateway gateway;

    /**
     * What the process lends: {@code blocking} runs what may block, such as snapshot streams; {@code figures} makes what is told of the member at
     * {@code /metrics} beside what is in the registry; {@code debug} adds pages of the process; {@code heapBytes} is the
     * memory of which clients get their shares; {@code memory} is how near its end is.
     */
    public record Resources(
            EventLoops loops,
            Executor blocking,
            PrometheusMeterRegistry registry,
            Supplier<String> figures,
            Consumer<HttpRouter> debug,
            long heapBytes,
            Supplier<MemoryLevel> memory) {}

    public ApiServer(Member member, ApiConfig config, Resources resources) {
        this.budget = new ByteBudget(resources.heapBytes(), resources.registry(), resources.memory());
        this.services = new ApiServices(member, config, resources, budget);
        StatusRoutes status = new StatusRoutes(member.health(), resources.registry());
        HttpRouter probes = new HttpRouter();
        status.addHealth(probes);
        new ProbeRoutes(member.health(), resources.registry(), resources.memory()).addTo(probes);
        probes.add("/metrics", new MetricsRoute(resources.registry(), resources.figures(), resources.blocking()));
        this.metricsPages = probes;
        HttpRouter pages = new HttpRouter();
        status.addVersion(pages);
        this.gateway = config.gateway()
                ? new JsonGateway(
                        services.definitions(), services.tracer(), resources.blocking(), config.requestBounds(), budget)
                : null;
        if (gateway != null) {
            HttpRoute unnamed = withoutCertificateNames(gateway, member.auth());
            pages.prefix("/v3/", unnamed).prefix("/v3beta/", unnamed);
        }
        resources.debug().accept(pages);
        pages.prefix("/", probes);
        this.clientPages = config.guards().guard(pages);
        this.listeners = new ListenerGroup(new ListenerGroup.Served(
                resources.loops(),
                config.limits(),
                services.definitions(),
                services.tracer(),
                config.separateHttp() ? HttpExchange::abort : clientPages,
                budget));
    }

    /** A certificate's name would be ignored behind the gateway: who relies on it is told (etcd's accessController). */
    private static HttpRoute withoutCertificateNames(HttpRoute gateway, Auth auth) {
        return exchange -> {
            if (!exchange.caller().commonName().isEmpty() && auth.namesByCertificate()) {
                exchange.respondText(400, NAME_IGNORED);
            } else {
                gateway.handle(exchange);
            }
        };
    }

    /** Listens on one more client URL; {@code tls} gives each new connection's context, null for a plain URL. */
    public void listen(ListenUrl url, Supplier<SslContext> tls) {
        listeners.listen(url, tls);
    }

    /** Listens on one more {@code --listen-client-http-urls} URL: all but gRPC. */
    public void listenForHttp(ListenUrl url, Supplier<SslContext> tls) {
        listeners.listenForMetrics(url, tls, clientPages);
    }

    /** Listens on one more {@code --listen-metrics-urls} URL. */
    public void listenForMetrics(ListenUrl url, Supplier<SslContext> tls) {
        listeners.listenForMetrics(url, tls, metricsPages);
    }

    public List<SocketAddress> clientAddresses() {
        return listeners.clientAddresses();
    }

    public List<SocketAddress> metricsAddresses() {
        return listeners.metricsAddresses();
    }

    /** One raft tick has passed. */
    public void onTick() {
        services.onTick();
        budget.events().onTick();
    }

    /**
     * Turns clients away, lets requests under way end, closes what is left after {@code grace}. True when nothing had to
     * be cut off. Blocks.
     */
    public boolean stop(Duration grace) throws InterruptedException {
        listeners.drain();
        services.stop();
        boolean nothingCutOff = listeners.awaitDrained(grace);
        if (gateway != null) {
            gateway.close();
        }
        return nothingCutOff;
    }
}
