// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import dev.cairn.node.wire.EtcdUrl;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

/** Finds the addresses of one endpoint. gRPC's own resolver takes no host names with underscores. */
final class EndpointResolver extends NameResolver {
    private static final String SCHEME = "etcd-endpoint";

    static {
        NameResolverRegistry.getDefaultRegistry().register(new Provider());
    }

    private final EtcdUrl endpoint;
    private final Executor blocking;
    private Listener2 listener;

    private EndpointResolver(EtcdUrl endpoint, Executor blocking) {
        this.endpoint = endpoint;
        this.blocking = blocking;
    }

    /** What a channel to this endpoint is made for. */
    static String target(EtcdUrl endpoint) {
        return SCHEME + ":///" + endpoint.scheme() + "/" + endpoint.authority();
    }

    @Override
    public String getServiceAuthority() {
        return endpoint.authority();
    }

    @Override
    public void start(Listener2 newListener) {
        listener = newListener;
        resolve();
    }

    @Override
    public void refresh() {
        resolve();
    }

    private void resolve() {
        blocking.execute(() -> listener.onResult(
                ResolutionResult.newBuilder().setAddressesOrError(addresses()).build()));
    }

    private StatusOr<List<EquivalentAddressGroup>> addresses() {
        try {
            List<SocketAddress> addresses = Arrays.stream(InetAddress.getAllByName(endpoint.host()))
                    .<SocketAddress>map(address -> new InetSocketAddress(address, endpoint.port()))
                    .toList();
            return StatusOr.fromValue(List.of(new EquivalentAddressGroup(addresses)));
        } catch (UnknownHostException e) {
            return StatusOr.fromStatus(Status.UNAVAILABLE
                    .withDescription("Unable to resolve host " + endpoint.host())
                    .withCause(e));
        }
    }

    @Override
    public void shutdown() {
        // a look-up under way ends by itself, and nobody hears of it
    }

    private static final class Provider extends NameResolverProvider {
        private static final int PRIORITY = 5;

        @Override
        protected boolean isAvailable() {
            return true;
        }

        @Override
        protected int priority() {
            return PRIORITY;
        }

        @Override
        public String getDefaultScheme() {
            return SCHEME;
        }

        @Override
        public NameResolver newNameResolver(URI target, Args args) {
            if (!SCHEME.equals(target.getScheme())) {
                return null;
            }
            String endpoint = target.getPath().substring(1).replaceFirst("/", "://");
            return new EndpointResolver(EtcdUrl.parse(endpoint), args.getOffloadExecutor());
        }
    }
}
