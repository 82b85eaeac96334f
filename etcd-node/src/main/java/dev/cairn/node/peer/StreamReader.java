// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.peer.codec.PeerVersion;
import dev.cairn.node.peer.codec.StreamKind;
import dev.cairn.node.peer.net.Handshake;
import dev.cairn.node.peer.net.PeerDialer;
import dev.cairn.node.peer.net.PeerPortException;
import dev.cairn.node.wire.EtcdUrl;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes in from one peer on one kind of stream: dials it, reads until the connection ends or is silent for five
 * seconds, dials again, at most once in 100 ms. Runs on one event loop.
 */
final class StreamReader {
    private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);
    private static final long MIN_DIAL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int READ_TIMEOUT_SECONDS = 5;

    private final PeerContact peer;
    private final StreamKind kind;
    private final PeerDialer dialer;
    private final Handshake handshake;
    private final EventLoop loop;
    private Channel channel;
    private boolean stopped;
    private boolean up;
    private long dialedNanos;
    /** The connection ended because nothing was heard on it. */
    private boolean silent;

    private String lastTrouble = "";

    StreamReader(PeerContact peer, StreamKind kind, PeerDialer dialer, Handshake handshake, EventLoop loop) {
        this.peer = peer;
        this.kind = kind;
        this.dialer = dialer;
        this.handshake = handshake;
        this.loop = loop;
    }

    void start() {
        loop.execute(this::dial);
    }

    void stop() {
        loop.execute(() -> {
            stopped = true;
            if (channel != null) {
                channel.close();
            }
        });
    }

    PeerContact peer() {
        return peer;
    }

    StreamKind kind() {
        return kind;
    }

    private void dial() {
        if (stopped) {
            return;
        }
        silent = false;
        dialedNanos = dialer.runtime().nanoClock().getAsLong();
        EtcdUrl url = peer.urls().pick();
        try {
            connect(url);
        } catch (PeerPortException e) {
            trouble(e.getMessage());
            ended(url);
        }
    }

    private void connect(EtcdUrl url) {
        ChannelFuture connecting = dialer.connect(
                url,
                loop,
                each -> each.pipeline()
                        .addLast(new ReadTimeoutHandler(READ_TIMEOUT_SECONDS))
                        .addLast(new StreamReadHandler(this)));
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                channel.writeAndFlush(request(url));
                channel.closeFuture().addListener(closed -> ended(url));
            } else {
                trouble("cannot connect to " + url + ": " + done.cause().getMessage());
                ended(url);
            }
        });
    }

    private FullHttpRequest request(EtcdUrl url) {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.GET,
                "/raft/stream/" + kind.pathElement() + "/" + Long.toHexString(peer.localId()));
        request.headers().set(HttpHeaderNames.HOST, url.authority());
        handshake.describeStreamRequest(request.headers(), peer.id());
        return request;
    }

    private void ended(EtcdUrl url) {
        if (up) {
            up = false;
            peer.readerDown(silent);
            if (!stopped) {
                LOG.warn("lost the {} stream from member {}", kind.pathElement(), Long.toHexString(peer.id()));
            }
        } else {
            peer.urls().failed(url);
            if (!silent) {
                peer.refused();
            }
        }
        if (!stopped) {
            long sinceDial = dialer.runtime().nanoClock().getAsLong() - dialedNanos;
            loop.schedule(this::dial, Math.max(0, MIN_DIAL_INTERVAL_NANOS - sinceDial), TimeUnit.NANOSECONDS);
        }
    }

    /** True if the response starts a stream that we can read; else the connection is of no use. */
    boolean accept(HttpResponse response, String body) {
        int status = response.status().code();
        if (status == 200) {
            String version = response.headers().get(Handshake.SERVER_VERSION);
            if (PeerVersion.parse(version).equals(PeerVersion.ABSENT)) {
                trouble("it does not tell its version");
                return false;
            }
            up = true;
            lastTrouble = "";
            peer.readerUp();
            LOG.info("reading the {} stream from member {}", kind.pathElement(), Long.toHexString(peer.id()));
            return true;
        }
        if (status == 410) {
            stopped = true;
            peer.removedByPeer();
        }
        trouble("it answers " + response.status() + (body.isEmpty() ? "" : " (" + body.strip() + ")"));
        return false;
    }

    /** Nothing was heard for too long; the connection is closed. */
    void silent() {
        silent = true;
        trouble("nothing was heard for " + READ_TIMEOUT_SECONDS + " s");
    }

    /** Logs what went wrong, once until something else happens. */
    void trouble(String text) {
        if (!stopped && !text.equals(lastTrouble)) {
            lastTrouble = text;
            LOG.warn("no {} stream from member {}: {}", kind.pathElement(), Long.toHexString(peer.id()), text);
        }
    }
}
