// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import com.google.protobuf.MessageLite;
import dev.cairn.node.tls.ClientTrust;
import dev.cairn.node.wire.EtcdVersion;
import dev.cairn.node.wire.etcdserverpb.AuthenticateRequest;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RangeStreamResponse;
import dev.cairn.node.wire.etcdserverpb.SnapshotRequest;
import dev.cairn.node.wire.etcdserverpb.SnapshotResponse;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * All members of a cluster that are named, in turn: whoever answers. It waits for a member to be reached as long as the
 * caller's {@link Patience} lasts, asks again where that is safe, and renews its token. Every failure is a {@link
 * CallFailure} in the words of etcd's Go client.
 */
public final class ClusterClient implements AutoCloseable {
    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> API_VERSION =
            Metadata.Key.of("client-api-version", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> HAS_LEADER =
            Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

    private static final int ATTEMPTS = 100;
    private static final double BACKOFF_MILLIS = 25;
    private static final double JITTER = 0.1;

    /** An attempt that failed, whether or not another follows. */
    public record FailedAttempt(String target, String method, int attempt, String error) {}

    private final ClusterOptions options;
    private final Consumer<FailedAttempt> failures;
    private final ManagedChannel channel;
    private final String target;
    private volatile String token;

    private ClusterClient(ClusterOptions options, Consumer<FailedAttempt> failures) {
        this.options = options;
        this.failures = failures;
        List<ClusterEndpoint> endpoints = options.endpoints().stream()
                .map(each -> ClusterEndpoint.parse(each, options.trust() != null))
                .toList();
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("etcdclient: no available endpoints");
        }
        this.target = EndpointResolver.target(
                endpoints.stream().map(ClusterEndpoint::url).toList());
        boolean tls = endpoints.getFirst().url().isTls();
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(target, credentials(tls, options.trust()))
                .maxInboundMessageSize(options.limits().receiveBytes())
                .keepAliveTime(options.limits().keepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(options.limits().keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS);
        if (endpoints.size() > 1) {
            builder.defaultLoadBalancingPolicy("round_robin");
        }
        if (options.serverName() != null) {
            builder.overrideAuthority(options.serverName());
        }
        this.channel = builder.build();
        this.token = options.login().token();
    }

    /**
     * Logs in where {@code options} say as whom, otherwise nobody is dialled yet.
     *
     * @throws IllegalArgumentException if an endpoint cannot be dialled
     * @throws CallFailure if the login is refused
     */
    public static ClusterClient connect(ClusterOptions options, Consumer<FailedAttempt> failures) {
        ClusterClient client = new ClusterClient(options, failures);
        try {
            client.login(Patience.of(options.limits().dialTimeout()));
            return client;
        } catch (CallFailure e) {
            client.close();
            throw e;
        }
    }

    private static ChannelCredentials credentials(boolean tls, ClientTrust trust) {
        if (!tls) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        if (trust != null) {
            builder.trustManager(trust.authorities().toArray(TrustManager[]::new));
        }
        if (trust != null && !trust.keys().isEmpty()) {
            builder.keyManager(trust.keys().toArray(KeyManager[]::new));
        }
        return builder.build();
    }

    private void login(Patience patience) {
        if (!options.login().asks()) {
            return;
        }
        AuthenticateRequest request = AuthenticateRequest.newBuilder()
                .setName(options.login().user())
                .setPassword(options.login().password())
                .build();
        try {
            token = ask(Calls.AUTHENTICATE, request, patience).getToken();
        } catch (CallFailure e) {
            if (!e.says("authentication is not enabled")) {
                throw e;
            }
            token = "";
        }
    }

    public ClusterOptions options() {
        return options;
    }

    /** Blocks until somebody answered. */
    public <Q extends MessageLite, A> A ask(Call<Q, A> call, Q request, Patience patience) {
        checkSize(request);
        for (int attempt = 0; ; attempt++) {
            try {
                return ClientCalls.blockingUnaryCall(
                        ClientInterceptors.intercept(
                                channel, MetadataUtils.newAttachHeadersInterceptor(headers(false))),
                        call.method(),
                        patience.limit(CallOptions.DEFAULT).withWaitForReady(),
                        request);
            } catch (StatusRuntimeException e) {
                Status status = e.getStatus();
                failures.accept(new FailedAttempt(
                        target, "/" + call.method().getFullMethodName(), attempt, CallFailure.rpcWords(status)));
                CallFailure failure = CallFailure.of(e);
                if (attempt + 1 >= ATTEMPTS || patience.isOver() || !again(call, failure, patience)) {
                    throw failure;
                }
            }
        }
    }

    private void checkSize(MessageLite request) {
        int limit = options.limits().sendBytes();
        if (request.getSerializedSize() > limit) {
            throw new CallFailure(Status.RESOURCE_EXHAUSTED.withDescription(
                    "trying to send message larger than max (" + request.getSerializedSize() + " vs. " + limit + ")"));
        }
    }

    /** Whether another attempt is safe, after what has to happen before it. */
    private boolean again(Call<?, ?> call, CallFailure failure, Patience patience) {
        boolean mine = options.login().token().isEmpty() && call != Calls.AUTHENTICATE;
        boolean noUser = failure.says("user name is empty") && options.login().asks();
        if (mine && (noUser || failure.says("invalid auth token") || failure.says("revision of auth store is old"))) {
            login(patience);
            return true;
        }
        boolean learner = failure.says("rpc not supported for learner")
                && options.endpoints().size() > 1;
        if (learner || call.repeatable() && failure.isUnavailable()) {
            pause();
            return true;
        }
        return false;
    }

    private static void pause() {
        double jitter = 1 + JITTER * ThreadLocalRandom.current().nextDouble(-1, 1);
        try {
            TimeUnit.MICROSECONDS.sleep((long) (BACKOFF_MILLIS * jitter * 1000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailure(Status.CANCELLED);
        }
    }

    private Metadata headers(boolean wantsLeader) {
        Metadata headers = new Metadata();
        headers.put(API_VERSION, EtcdVersion.API);
        if (!token.isEmpty()) {
            headers.put(TOKEN, token);
        }
        if (wantsLeader) {
            headers.put(HAS_LEADER, "true");
        }
        return headers;
    }

    /** A range in parts, put together again. */
    public RangeResponse rangeByStream(RangeRequest request, Patience patience) {
        RangeResponse.Builder whole = RangeResponse.newBuilder();
        Iterator<RangeStreamResponse> parts = stream(KVGrpc.getRangeStreamMethod(), request, patience);
        try {
            while (parts.hasNext()) {
                whole.mergeFrom(parts.next().getRangeResponse());
            }
        } catch (StatusRuntimeException e) {
            throw CallFailure.of(e);
        }
        return whole.build();
    }

    /** {@code part} hears of each as it comes. */
    public void snapshot(Patience patience, Consumer<SnapshotResponse> part) {
        try {
            stream(MaintenanceGrpc.getSnapshotMethod(), SnapshotRequest.getDefaultInstance(), patience)
                    .forEachRemaining(part);
        } catch (StatusRuntimeException e) {
            throw CallFailure.of(e);
        }
    }

    private <Q, A> Iterator<A> stream(MethodDescriptor<Q, A> method, Q request, Patience patience) {
        return ClientCalls.blockingServerStreamingCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers(false))),
                method,
                patience.limit(CallOptions.DEFAULT).withWaitForReady(),
                request);
    }

    /** One stream for watches; it ends where the member has no leader. */
    public Conversation<WatchRequest, WatchResponse> watches(boolean wantsLeader) {
        return converse(WatchGrpc.getWatchMethod(), wantsLeader);
    }

    public Conversation<LeaseKeepAliveRequest, LeaseKeepAliveResponse> keepAlives() {
        return converse(LeaseGrpc.getLeaseKeepAliveMethod(), false);
    }

    private <Q, A> Conversation<Q, A> converse(MethodDescriptor<Q, A> method, boolean wantsLeader) {
        login(Patience.of(options.limits().dialTimeout()));
        return new Conversation<>(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers(wantsLeader)))
                        .newCall(method, CallOptions.DEFAULT.withWaitForReady()));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
