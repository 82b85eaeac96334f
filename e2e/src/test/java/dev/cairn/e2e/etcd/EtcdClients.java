// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcd;

import dev.cairn.crds.cluster.status.EndpointsStatus;
import dev.cairn.e2e.kube.KubernetesUnderTest;
import dev.cairn.e2e.story.Stage;
import dev.cairn.testkit.Program;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.cluster.Member;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Clients of an EtcdCluster with the certificates of its Secrets: by its Service, and of one member. */
public final class EtcdClients implements AutoCloseable {
    public static final String CA = "ca.crt";
    public static final String CERTIFICATE = "tls.crt";
    public static final String KEY = "tls.key";
    private static final int CLIENT_PORT = 2379;
    private static final long ANSWER_SECONDS = 30;
    private static final ByteSequence FIRST = ByteSequence.from(new byte[] {0});

    private final Stage stage;
    private final EndpointsStatus endpoints;
    private final KubernetesUnderTest.Address address;
    private final SslContext tls;
    private final Client client;

    private EtcdClients(Stage stage, EndpointsStatus endpoints, SslContext tls) {
        this.stage = stage;
        this.endpoints = endpoints;
        this.tls = tls;
        String authority = URI.create(endpoints.etcdServers()).getHost();
        this.address = stage.kubernetes().service(stage.namespace(), authority.split("\\.")[0], CLIENT_PORT);
        this.client = client(address, authority);
    }

    /** Of a cluster whose certificates are made; closed at the scene's end. */
    public static EtcdClients of(Stage stage, TestedCluster cluster) {
        EndpointsStatus endpoints = cluster.status().endpoints();
        try {
            SslContext tls = GrpcSslContexts.forClient()
                    .trustManager(stream(stage, endpoints.caSecret(), CA))
                    .keyManager(
                            stream(stage, endpoints.clientSecret(), CERTIFICATE),
                            stream(stage, endpoints.clientSecret(), KEY))
                    .build();
            return stage.atEnd(new EtcdClients(stage, endpoints, tls));
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteArrayInputStream stream(Stage stage, String secret, String entry) {
        return new ByteArrayInputStream(secretEntry(stage, secret, entry));
    }

    private static byte[] secretEntry(Stage stage, String secret, String entry) {
        return Base64.getDecoder()
                .decode(stage.client()
                        .secrets()
                        .inNamespace(stage.namespace())
                        .withName(secret)
                        .require()
                        .getData()
                        .get(entry));
    }

    private Client client(KubernetesUnderTest.Address at, String name) {
        return Client.builder()
                .endpoints(uri(at))
                .sslContext(tls)
                .authority(name)
                .build();
    }

    private static String uri(KubernetesUnderTest.Address at) {
        return "https://" + at.host() + ":" + at.port();
    }

    /** By the Service. */
    public Client client() {
        return client;
    }

    public List<Member> members() {
        return answer(client.getClusterClient().listMember()).getMembers();
    }

    /** The ID of the member of that name. */
    public long idOf(String member) {
        return members().stream()
                .filter(each -> each.getName().equals(member))
                .findFirst()
                .orElseThrow(() -> new AssertionError("etcd lists no member " + member))
                .getId();
    }

    /** The store's revision. */
    public long revision() {
        return answer(client.getKVClient()
                        .get(FIRST, GetOption.builder().withCountOnly(true).build()))
                .getHeader()
                .getRevision();
    }

    public void put(String key, String value) {
        answer(client.getKVClient().put(bytes(key), bytes(value)));
    }

    public void put(String key, String value, long lease) {
        answer(client.getKVClient()
                .put(
                        bytes(key),
                        bytes(value),
                        PutOption.builder().withLeaseId(lease).build()));
    }

    public void delete(String key) {
        answer(client.getKVClient().delete(bytes(key)));
    }

    /** All keys with the prefix, in their order; at the revision, or now where it is 0. */
    public List<KeyValue> keys(String prefix, long revision) {
        GetOption.Builder option = GetOption.builder().withRevision(revision);
        // Every key: from the first one on, without an end.
        GetOption all = prefix.isEmpty()
                ? option.withRange(FIRST).build()
                : option.isPrefix(true).build();
        ByteSequence from = prefix.isEmpty() ? FIRST : bytes(prefix);
        return answer(client.getKVClient().get(from, all)).getKvs();
    }

    public String firstKey(String prefix) {
        GetOption.Builder option = GetOption.builder().isPrefix(true).withLimit(1);
        return answer(client.getKVClient().get(bytes(prefix), option.build()))
                .getKvs()
                .getFirst()
                .getKey()
                .toString();
    }

    /** What {@code etcdctl lease list} says, a line for each lease; jetcd has no call for it. */
    public List<String> leases() {
        Path directory = certificates();
        return Program.stock("etcdctl-3.7")
                .output(
                        "--endpoints=" + uri(address),
                        "--cacert=" + directory.resolve(CA),
                        "--cert=" + directory.resolve(CERTIFICATE),
                        "--key=" + directory.resolve(KEY),
                        "lease",
                        "list")
                .lines()
                .skip(1)
                .sorted()
                .toList();
    }

    /** A directory with {@link #CA}, {@link #CERTIFICATE} and {@link #KEY}, for programs that want files. */
    public Path certificates() {
        try {
            Path directory = Files.createTempDirectory(stage.work(), "tls");
            Files.write(directory.resolve(CA), secretEntry(stage, endpoints.caSecret(), CA));
            for (String file : List.of(CERTIFICATE, KEY)) {
                Files.write(directory.resolve(file), secretEntry(stage, endpoints.clientSecret(), file));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each member's hash of the store at one revision, asked of itself. */
    public Map<String, Integer> hashes(long revision) {
        Map<String, Integer> hashes = new TreeMap<>();
        List<Member> members = new ArrayList<>(members());
        for (Member member : members) {
            KubernetesUnderTest.Address at = stage.kubernetes().pod(stage.namespace(), member.getName(), CLIENT_PORT);
            String name = member.getClientURIs().getFirst().getHost();
            try (Client one = client(at, name)) {
                hashes.put(
                        member.getName(),
                        answer(one.getMaintenanceClient().hashKV(uri(at), revision))
                                .getHash());
            }
        }
        return hashes;
    }

    public static <T> T answer(CompletableFuture<T> asked) {
        try {
            return asked.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("etcd does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
