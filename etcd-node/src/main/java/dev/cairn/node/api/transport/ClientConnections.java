// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.api.http.Http1Handler;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;

/** The open client connections by what they speak; gRPC looks after its own until they have to be cut off. */
final class ClientConnections {
    private final ChannelGroup http1 = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup grpc = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    void addHttp1(Channel connection) {
        http1.add(connection);
    }

    void addGrpc(Channel connection) {
        grpc.add(connection);
    }

    /** Requests under way are answered, then the HTTP/1.1 connections close. */
    void drainHttp1() {
        for (Channel connection : http1) {
            connection.pipeline().fireUserEventTriggered(Http1Handler.DRAIN);
        }
    }

    boolean awaitHttp1Closed(long timeoutNanos) throws InterruptedException {
        return http1.newCloseFuture().await(Math.max(0, timeoutNanos), TimeUnit.NANOSECONDS);
    }

    /**
     * Closes the sockets. A client sees a lost connection (Unavailable, which it may retry elsewhere), where gRPC's own
     * way of stopping at once would reset each call as Cancelled, as if the client had given up.
     */
    void cutOff() {
        http1.close().awaitUninterruptibly();
        for (Channel connection : grpc) {
            connection
                    .eventLoop()
                    .execute(() -> connection.unsafe().close(connection.unsafe().voidPromise()));
        }
        grpc.newCloseFuture().awaitUninterruptibly();
    }
}
