// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Looks host names of peers up on threads that may block. The system's resolver waits for seconds when DNS is slow or
 * silent, and one event loop carries the heartbeats of all members: one name that does not resolve must not hold them up.
 */
final class PeerNames extends AddressResolverGroup<InetSocketAddress> {
    /** A host name's addresses, as the system knows them. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Executor blocking;
    private final Lookup lookup;

    PeerNames(Executor blocking, Lookup lookup) {
        this.blocking = blocking;
        this.lookup = lookup;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor loop) {
        return new Names(loop).asAddressResolver();
    }

    private final class Names extends InetNameResolver {
        Names(EventExecutor loop) {
            super(loop);
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) {
            answer(promise, () -> lookup.addresses(host)[0]);
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
            answer(promise, () -> List.of(lookup.addresses(host)));
        }

        private <T> void answer(Promise<T> promise, Question<T> question) {
            blocking.execute(() -> {
                try {
                    promise.trySuccess(question.ask());
                } catch (UnknownHostException | RuntimeException failure) {
                    promise.tryFailure(failure);
                }
            });
        }
    }

    private interface Question<T> {
        T ask() throws UnknownHostException;
    }
}
