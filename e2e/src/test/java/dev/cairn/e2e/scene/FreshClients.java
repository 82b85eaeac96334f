// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.crds.cluster.status.EndpointsStatus;
import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.kube.KubernetesUnderTest;
import dev.cairn.e2e.story.Stage;
import io.etcd.jetcd.Client;
import io.fabric8.kubernetes.api.model.Secret;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/**
 * Clients that begin anew: each put is on a connection of its own, with what the clients' Secret holds just then. A
 * handshake that a member refuses, or that refuses a member, is a failed request.
 */
final class FreshClients implements AutoCloseable {
    private static final int PORT = 2379;
    private static final long ANSWER_SECONDS = 10;

    private final Stage stage;
    private final String secret;
    private final String authority;
    private final KubernetesUnderTest.Address address;
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    private FreshClients(Stage stage, EndpointsStatus endpoints) {
        this.stage = stage;
        this.secret = endpoints.clientSecret();
        this.authority = URI.create(endpoints.etcdServers()).getHost();
        this.address = stage.kubernetes().service(stage.namespace(), authority.split("\\.")[0], PORT);
        this.thread = Thread.ofPlatform().name("fresh-clients").unstarted(this::run);
    }

    static FreshClients start(Stage stage, TestedCluster cluster) {
        var clients = new FreshClients(stage, cluster.status().endpoints());
        clients.thread.start();
        return stage.atEnd(clients);
    }

    /** The clients' Secret as it is now. */
    Secret secret() {
        return stage.client()
                .secrets()
                .inNamespace(stage.namespace())
                .withName(secret)
                .require();
    }

    private void run() {
        while (!stopped) {
            Secret now = secret();
            put(now, now, requests.incrementAndGet());
        }
    }

    private void put(Secret shown, Secret trusted, int number) {
        String failure = attempt(shown, trusted, number);
        if (!failure.isEmpty()) {
            failures.add(failure);
        }
    }

    /** One put with the certificate of one Secret and the CAs of another; why it failed, or nothing. */
    String attempt(Secret shown, Secret trusted, int number) {
        try (Client client = Client.builder()
                .endpoints("https://" + address.host() + ":" + address.port())
                .sslContext(tls(shown, trusted))
                .authority(authority)
                .build()) {
            client.getKVClient()
                    .put(EtcdClients.bytes("/fresh/" + number), EtcdClients.bytes("value"))
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return "";
        } catch (ExecutionException | TimeoutException | SSLException e) {
            return number + ": " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static SslContext tls(Secret shown, Secret trusted) throws SSLException {
        return GrpcSslContexts.forClient()
                .trustManager(stream(trusted, EtcdClients.CA))
                .keyManager(stream(shown, EtcdClients.CERTIFICATE), stream(shown, EtcdClients.KEY))
                .build();
    }

    private static ByteArrayInputStream stream(Secret secret, String entry) {
        return new ByteArrayInputStream(
                Base64.getDecoder().decode(secret.getData().get(entry)));
    }

    int requests() {
        return requests.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS));
    }
}
