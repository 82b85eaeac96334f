// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import dev.cairn.node.tls.ClientTrust;
import dev.cairn.node.wire.EtcdUrl;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.SnapshotRequest;
import dev.cairn.node.wire.etcdserverpb.SnapshotResponse;
import dev.cairn.node.wire.etcdserverpb.StatusRequest;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/** One member of a cluster, over one connection; blocking. Every failure of it is a {@link ClientException}. */
public final class MemberClient implements AutoCloseable {
    private static final int MESSAGE_LIMIT_BYTES = 64 << 20;
    private static final long KEEP_ALIVE_SECONDS = 10;
    private static final long CALL_SECONDS = 60;

    private final EtcdUrl endpoint;
    private final ManagedChannel channel;

    MemberClient(EtcdUrl endpoint, ClientTrust trust) {
        this.endpoint = endpoint;
        this.channel = Grpc.newChannelBuilder(EndpointResolver.target(endpoint), credentials(endpoint, trust))
                .maxInboundMessageSize(MESSAGE_LIMIT_BYTES)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .build();
    }

    public EtcdUrl endpoint() {
        return endpoint;
    }

    private static ChannelCredentials credentials(EtcdUrl endpoint, ClientTrust trust) {
        if (!endpoint.isTls()) {
            return InsecureChannelCredentials.create();
        }
        var tls = TlsChannelCredentials.newBuilder()
                .trustManager(trust.authorities().toArray(TrustManager[]::new));
        if (!trust.keys().isEmpty()) {
            tls.keyManager(trust.keys().toArray(KeyManager[]::new));
        }
        return tls.build();
    }

    /** The ID of the cluster that the member belongs to, in hexadecimal as etcdctl prints it. */
    public String clusterId() {
        try {
            return Long.toHexString(MaintenanceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .status(StatusRequest.getDefaultInstance())
                    .getHeader()
                    .getClusterId());
        } catch (StatusRuntimeException e) {
            throw new ClientException(endpoint, e);
        }
    }

    /**
     * Streams a snapshot with its digest. {@code received} hears the bytes so far.
     *
     * @throws IOException if {@code out} cannot be written
     */
    public void snapshot(OutputStream out, LongConsumer received) throws IOException {
        long bytes = 0;
        try {
            Iterator<SnapshotResponse> parts =
                    MaintenanceGrpc.newBlockingStub(channel).snapshot(SnapshotRequest.getDefaultInstance());
            while (parts.hasNext()) {
                SnapshotResponse part = parts.next();
                part.getBlob().writeTo(out);
                bytes += part.getBlob().size();
                received.accept(bytes);
            }
        } catch (StatusRuntimeException e) {
            throw new ClientException(endpoint, e);
        }
    }

    /** Empty if the member has compacted the revision meanwhile. */
    public Optional<HashKVResponse> hashKv(long revision) {
        try {
            return Optional.of(MaintenanceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .hashKV(HashKVRequest.newBuilder().setRevision(revision).build()));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == io.grpc.Status.Code.OUT_OF_RANGE) {
                return Optional.empty();
            }
            throw new ClientException(endpoint, e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
