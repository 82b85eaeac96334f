// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.http.HttpExchange;
import dev.cairn.node.api.transport.EventLoops;
import dev.cairn.node.api.transport.GrpcLimits;
import dev.cairn.node.api.transport.ListenException;
import dev.cairn.node.api.transport.ListenUrl;
import dev.cairn.node.api.transport.ListenerGroup;
import dev.cairn.node.server.MemoryLevel;
import dev.cairn.node.tls.ReloadingTls;
import dev.cairn.node.tls.TestCa;
import dev.cairn.node.tls.TlsConfig;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerStreamTracer;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What services see of a connection, and listeners that start together or not at all. */
class ListenerGroupTest {
    private final BlockingQueue<Attributes> seen = new LinkedBlockingQueue<>();
    private final EventLoops loops = EventLoops.open("api", 1);
    private final ListenerGroup group = group();

    private ListenerGroup group() {
        ServerInterceptor recorder = new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                seen.add(call.getAttributes());
                return next.startCall(call, headers);
            }
        };
        return new ListenerGroup(new ListenerGroup.Served(
                loops,
                GrpcLimits.DEFAULTS,
                List.of(ServerInterceptors.intercept(new HealthStatusManager().getHealthService(), recorder)),
                new ServerStreamTracer.Factory() {
                    @Override
                    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
                        return new ServerStreamTracer() {};
                    }
                },
                exchange -> exchange.respond(200, HttpExchange.TEXT, new byte[0]),
                new ByteBudget(Runtime.getRuntime().maxMemory(), new SimpleMeterRegistry(), () -> MemoryLevel.PLENTY)));
    }

    @AfterEach
    void stop() {
        group.stopNow();
        loops.close();
    }

    @Test
    void servicesSeeTheClientsCertificateAndAddress(@TempDir Path directory) throws Exception {
        TestCa ca = new TestCa("authority");
        Path caFile = ca.write(directory.resolve("ca.pem"));
        TestCa.Issued own = ca.issue(directory, "server");
        ReloadingTls tls = new ReloadingTls(
                TlsConfig.of(own.cert(), own.key()).withTrustedCa(caFile, true),
                ReloadingTls.CLIENT_PORT_ALPN,
                System::nanoTime);
        group.listen(ListenUrl.parse("https://127.0.0.1:0"), tls::server);
        try (TlsClient client = TlsClient.trusting(caFile).showing(ca.issue(directory, "alice"))) {
            HealthGrpc.newBlockingStub(client.channel(port())).check(HealthCheckRequest.getDefaultInstance());
        }
        Attributes attributes = seen.take();
        X509Certificate certificate = (X509Certificate)
                attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION).getPeerCertificates()[0];
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=alice");
        assertThat(((InetSocketAddress) attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)).getHostString())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void listenersStartTogetherOrNotAtAll() throws Exception {
        group.listen(ListenUrl.parse("http://127.0.0.1:0"), null);
        int port = port();
        assertThatThrownBy(() -> group.listen(ListenUrl.parse("http://127.0.0.1:" + port), null))
                .isInstanceOf(ListenException.class);
        assertThatThrownBy(() -> new RawConnection(port)).isInstanceOf(java.net.ConnectException.class);
    }

    private int port() {
        return ((InetSocketAddress) group.clientAddresses().getFirst()).getPort();
    }
}
