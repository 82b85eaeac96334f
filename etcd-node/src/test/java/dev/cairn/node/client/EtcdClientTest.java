// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.cairn.node.client.ClientException.Kind;
import dev.cairn.node.tls.ClientTrust;
import dev.cairn.node.wire.EtcdUrl;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.SnapshotRequest;
import dev.cairn.node.wire.etcdserverpb.SnapshotResponse;
import dev.cairn.node.wire.etcdserverpb.StatusRequest;
import dev.cairn.node.wire.etcdserverpb.StatusResponse;
import dev.cairn.testkit.Ports;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EtcdClientTest {
    private static final String DEAD = "http://127.0.0.1:" + Ports.free();

    private final List<Server> servers = new ArrayList<>();
    private Status refusal;

    @AfterEach
    void stopServers() {
        servers.forEach(Server::shutdownNow);
    }

    @Test
    void whoCannotBeReachedIsPassedOver() throws IOException {
        String first = member(0xcafe);
        assertThat(client(DEAD, first, member(0xbeef)).ask(MemberClient::clusterId))
                .isEqualTo("cafe");
    }

    @Test
    void whereNobodyIsReachedEachIsNamed() {
        assertThatThrownBy(() -> client(DEAD, "http://my_host.invalid:1").ask(MemberClient::clusterId))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
                .hasMessageContaining("member http://my_host.invalid:1: Unable to resolve host my_host.invalid")
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("member " + DEAD));
    }

    @Test
    void whoRefusesIsNotPassedOver() throws IOException {
        String refusing = member(1);
        refusal = Status.PERMISSION_DENIED.withDescription("etcdserver: permission denied");
        assertKind(refusing, Kind.ACCESS_DENIED);
        refusal = Status.RESOURCE_EXHAUSTED.withDescription("etcdserver: too many requests");
        assertKind(refusing, Kind.REFUSED);
    }

    private void assertKind(String refusing, Kind kind) {
        assertThatThrownBy(() -> client(refusing, member(2)).ask(MemberClient::clusterId))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessage("member " + refusing + ": " + refusal.getDescription());
    }

    @Test
    void snapshotArrivesInOrderAndIsCounted() throws IOException {
        String member = member(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Long> heard = new ArrayList<>();
        client(member).ask(each -> save(each, out, heard));
        assertThat(out.toString(java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("onetwothree");
        assertThat(heard).containsExactly(3L, 6L, 11L);
    }

    private static Object save(MemberClient member, OutputStream out, List<Long> heard) {
        try {
            member.snapshot(out, heard::add);
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void hashOfACompactedRevisionIsNone() throws IOException {
        String member = member(1);
        Optional<HashKVResponse> kept = client(member).ask(each -> each.hashKv(9));
        Optional<HashKVResponse> compacted = client(member).ask(each -> each.hashKv(2));
        assertThat(kept.map(HashKVResponse::getHash)).contains(9);
        assertThat(compacted).isEmpty();
    }

    @Test
    void endpointsAreHostsWithPorts() {
        assertThatThrownBy(() -> client()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client("unix:///run/etcd.sock"))
                .hasMessageContaining("unix:///run/etcd.sock")
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static EtcdClient client(String... endpoints) {
        return new EtcdClient(Stream.of(endpoints).map(EtcdUrl::parse).toList(), ClientTrust.of(null, null, null));
    }

    private String member(long clusterId) throws IOException {
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(new SmallMaintenanceService(clusterId))
                .build()
                .start();
        servers.add(server);
        return "http://127.0.0.1:" + server.getPort();
    }

    private final class SmallMaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {
        private final long clusterId;

        SmallMaintenanceService(long clusterId) {
            this.clusterId = clusterId;
        }

        @Override
        public void status(StatusRequest request, StreamObserver<StatusResponse> answer) {
            if (refusal != null) {
                answer.onError(refusal.asRuntimeException());
                return;
            }
            answer.onNext(StatusResponse.newBuilder()
                    .setHeader(ResponseHeader.newBuilder().setClusterId(clusterId))
                    .build());
            answer.onCompleted();
        }

        @Override
        public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> answer) {
            for (String part : List.of("one", "two", "three")) {
                answer.onNext(SnapshotResponse.newBuilder()
                        .setBlob(ByteString.copyFromUtf8(part))
                        .build());
            }
            answer.onCompleted();
        }

        @Override
        public void hashKV(HashKVRequest request, StreamObserver<HashKVResponse> answer) {
            if (request.getRevision() < 5) {
                answer.onError(Status.OUT_OF_RANGE.asRuntimeException());
                return;
            }
            answer.onNext(HashKVResponse.newBuilder()
                    .setHash((int) request.getRevision())
                    .build());
            answer.onCompleted();
        }
    }
}
