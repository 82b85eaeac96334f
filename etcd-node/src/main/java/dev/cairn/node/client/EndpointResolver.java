// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import dev.cairn.node.wire.EtcdUrl;
import io.grpc.Attributes;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Finds the addresses of one endpoint or of several. gRPC's own resolver takes no host names with underscores. */
final class EndpointResolver extends NameResolver {
    private static final String SCHEME = "etcd-endpoint";

    static {
        NameResolverRegistry.getDefaultRegistry().register(new Provider());
    }

    private final List<EtcdUrl> endpoints;
    private final Executor blocking;
    private Listener2 listener;

    private EndpointResolver(List<EtcdUrl> endpoints, Executor blocking) {
        this.endpoints = endpoints;
        this.blocking = blocking;
    }

    /** What a channel to this endpoint is made for. */
    static String target(EtcdUrl endpoint) {
        return target(List.of(endpoint));
    }

    /** What a channel to these is made for. */
    static String target(List<EtcdUrl> endpoints) {
        return endpoints.stream()
                .map(each -> each.scheme() + "/" + each.authority())
                .collect(Collectors.joining(",", SCHEME + ":///", ""));
    }

    /** Of a channel without an authority of its own; each address brings the one that its certificate must name. */
    @Override
    public String getServiceAuthority() {
        return endpoints.getFirst().authority();
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

    /** Those of the endpoints whose names are known; it takes all of them to be unknown to fail. */
    private StatusOr<List<EquivalentAddressGroup>> addresses() {
        List<EquivalentAddressGroup> found = new ArrayList<>();
        Status unknown = null;
        for (EtcdUrl endpoint : endpoints) {
            try {
                found.add(addresses(endpoint));
            } catch (UnknownHostException e) {
                unknown = Status.UNAVAILABLE
                        .withDescription("Unable to resolve host " + endpoint.host())
                        .withCause(e);
            }
        }
        return found.isEmpty() ? StatusOr.fromStatus(unknown) : StatusOr.fromValue(found);
    }

    private EquivalentAddressGroup addresses(EtcdUrl endpoint) throws UnknownHostException {
        List<SocketAddress> addresses = Arrays.stream(InetAddress.getAllByName(endpoint.host()))
                .<SocketAddress>map(address -> new InetSocketAddress(address, endpoint.port()))
                .toList();
        Attributes attributes = endpoints.size() == 1
                ? Attributes.EMPTY
                : Attributes.newBuilder()
                        .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, endpoint.authority())
                        .build();
        return new EquivalentAddressGroup(addresses, attributes);
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
            List<EtcdUrl> endpoints = Arrays.stream(
                            target.getPath().substring(1).split(","))
                    .map(each -> EtcdUrl.parse(each.replaceFirst("/", "://")))
                    .toList();
            return new EndpointResolver(endpoints, args.getOffloadExecutor());
        }
    }
}
