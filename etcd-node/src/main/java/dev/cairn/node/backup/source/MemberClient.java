// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup.source;

import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import dev.cairn.node.tls.ClientTrust;
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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/** The Maintenance service of one member. */
public final class MemberClient implements AutoCloseable {
    private static final int MESSAGE_LIMIT_BYTES = 64 << 20;
    private static final long KEEP_ALIVE_SECONDS = 10;
    private static final long CALL_SECONDS = 60;

    private final URI endpoint;
    private final ManagedChannel channel;

    /** {@code endpoint} is an http or https URL with a port. */
    public MemberClient(URI endpoint, ClientTrust trust) {
        this.endpoint = endpoint;
        this.channel = Grpc.newChannelBuilder("dns:///" + endpoint.getAuthority(), credentials(endpoint, trust))
                .maxInboundMessageSize(MESSAGE_LIMIT_BYTES)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .build();
    }

    private static ChannelCredentials credentials(URI endpoint, ClientTrust trust) {
        if (!"https".equals(endpoint.getScheme())) {
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
            throw explain(e);
        }
    }

    /** Streams a snapshot with its digest into a file. {@code received} hears the bytes so far. */
    public void snapshot(Path file, LongConsumer received) {
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            Iterator<SnapshotResponse> parts =
                    MaintenanceGrpc.newBlockingStub(channel).snapshot(SnapshotRequest.getDefaultInstance());
            while (parts.hasNext()) {
                SnapshotResponse part = parts.next();
                part.getBlob().writeTo(out);
                bytes += part.getBlob().size();
                received.accept(bytes);
            }
        } catch (StatusRuntimeException e) {
            throw explain(e);
        } catch (IOException e) {
            throw new AgentException(Reason.INTERNAL, "cannot write " + file + ": " + e, e);
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
            throw explain(e);
        }
    }

    private AgentException explain(StatusRuntimeException failure) {
        Reason reason = switch (failure.getStatus().getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED -> Reason.UNREACHABLE;
            case UNAUTHENTICATED, PERMISSION_DENIED -> Reason.ACCESS_DENIED;
            default -> Reason.INTERNAL;
        };
        String detail = failure.getStatus().getDescription();
        Throwable cause = failure.getCause();
        return new AgentException(
                reason, "member " + endpoint + ": " + detail + (cause == null ? "" : ": " + cause), failure);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
