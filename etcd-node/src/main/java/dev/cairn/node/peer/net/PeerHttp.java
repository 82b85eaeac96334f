// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import dev.cairn.node.wire.EtcdUrl;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Single requests to other members. A connection is used again if it has been idle for a moment only: etcd closes idle
 * ones after five seconds.
 */
public final class PeerHttp implements AutoCloseable {
    private static final int MAX_RESPONSE_BYTES = 100 << 20;
    private static final long MAX_IDLE_NANOS = 3_000_000_000L;
    private static final int MAX_IDLE_PER_URL = 4;

    private final PeerDialer dialer;
    private final Map<EtcdUrl, Deque<Idle>> idle = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** {@code path} with its query; the body may be empty. */
    public record Request(HttpMethod method, String path, HttpHeaders headers, byte[] body, Duration timeout) {}

    public record Response(int status, HttpHeaders headers, byte[] body) {}

    private record Idle(Channel channel, long sinceNanos) {}

    public PeerHttp(PeerDialer dialer) {
        this.dialer = dialer;
    }

    public PeerDialer dialer() {
        return dialer;
    }

    /** Completes with any response, whatever its status; exceptionally when there is none in time. */
    public CompletableFuture<Response> send(EtcdUrl url, Request request) {
        CompletableFuture<Response> result = new CompletableFuture<>();
        Channel reused = takeIdle(url);
        if (reused == null) {
            sendOnNew(url, request, result);
            return result;
        }
        CompletableFuture<Response> first = new CompletableFuture<>();
        reused.pipeline().get(PeerHttpHandler.class).start(request, first);
        first.whenComplete((response, failure) -> {
            if (failure instanceof PeerHttpHandler.ClosedBeforeResponse) {
                // It had been closed by the other side while it was idle.
                sendOnNew(url, request, result);
            } else if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(response);
            }
        });
        return result;
    }

    private void sendOnNew(EtcdUrl url, Request request, CompletableFuture<Response> result) {
        try {
            connectAndSend(url, request, result);
        } catch (PeerPortException e) {
            result.completeExceptionally(e);
        }
    }

    private void connectAndSend(EtcdUrl url, Request request, CompletableFuture<Response> result) {
        ChannelFuture connecting = dialer.connect(
                url,
                dialer.runtime().loops().next(),
                channel -> channel.pipeline()
                        .addLast(new HttpObjectAggregator(MAX_RESPONSE_BYTES))
                        .addLast(new PeerHttpHandler(url, each -> putIdle(url, each))));
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                connecting.channel().pipeline().get(PeerHttpHandler.class).start(request, result);
            } else {
                result.completeExceptionally(done.cause());
            }
        });
    }

    private Channel takeIdle(EtcdUrl url) {
        Deque<Idle> waiting = idle.get(url);
        if (waiting == null) {
            return null;
        }
        long now = dialer.runtime().nanoClock().getAsLong();
        synchronized (waiting) {
            for (Idle each = waiting.pollLast(); each != null; each = waiting.pollLast()) {
                if (each.channel.isActive() && now - each.sinceNanos < MAX_IDLE_NANOS) {
                    return each.channel;
                }
                each.channel.close();
            }
        }
        return null;
    }

    private void putIdle(EtcdUrl url, Channel channel) {
        Deque<Idle> waiting = idle.computeIfAbsent(url, each -> new ArrayDeque<>());
        synchronized (waiting) {
            if (closed || waiting.size() >= MAX_IDLE_PER_URL) {
                channel.close();
            } else {
                waiting.addLast(new Idle(channel, dialer.runtime().nanoClock().getAsLong()));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        idle.values().forEach(waiting -> {
            synchronized (waiting) {
                waiting.forEach(each -> each.channel.close());
                waiting.clear();
            }
        });
    }
}
