// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.codec.MessageCodec;
import dev.cairn.node.peer.net.Handshake;
import dev.cairn.node.peer.net.PeerHttp;
import dev.cairn.node.raft.Message;
import dev.cairn.node.wire.EtcdUrl;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Single messages to one member by POST, while there is no stream: four under way, a few waiting. */
final class Pipeline {
    /** etcd's bounds. */
    static final int MAX_UNDER_WAY = 4;

    static final int MAX_QUEUED_MESSAGES = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final PeerContact peer;
    private final PeerHttp http;
    private final Handshake handshake;
    private final Deque<Message> queue = new ArrayDeque<>();
    private int underWay;
    private boolean closed;
    private String lastTrouble = "";

    Pipeline(PeerContact peer, PeerHttp http, Handshake handshake) {
        this.peer = peer;
        this.http = http;
        this.handshake = handshake;
    }

    /** False if there is no room. */
    boolean offer(Message message) {
        synchronized (this) {
            if (closed) {
                return true;
            }
            if (underWay == MAX_UNDER_WAY) {
                return queue.size() < MAX_QUEUED_MESSAGES && queue.add(message);
            }
            underWay++;
        }
        post(message);
        return true;
    }

    synchronized void close() {
        closed = true;
        queue.clear();
    }

    private void post(Message message) {
        EtcdUrl url = peer.urls().pick();
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/protobuf");
        handshake.describeRequest(headers);
        byte[] body = MessageCodec.encode(message);
        http.send(url, new PeerHttp.Request(HttpMethod.POST, "/raft", headers, body, TIMEOUT))
                .whenComplete((response, failure) -> {
                    if (failure != null) {
                        failed(url, failure.toString());
                    } else if (response.status() != 204) {
                        refused(url, response);
                    } else {
                        peer.counts().sentBytes().add(body.length);
                    }
                    next();
                });
    }

    private void refused(EtcdUrl url, PeerHttp.Response response) {
        String text = new String(response.body(), StandardCharsets.UTF_8).strip();
        if (response.status() == 403) {
            peer.removedByPeer();
        }
        failed(url, "status " + response.status() + (text.isEmpty() ? "" : " (" + text + ")"));
    }

    private void failed(EtcdUrl url, String trouble) {
        synchronized (this) {
            if (!closed && !trouble.equals(lastTrouble)) {
                lastTrouble = trouble;
                LOG.warn("cannot send to member {} at {}: {}", Long.toHexString(peer.id()), url, trouble);
            }
        }
        peer.counts().sentFailures().increment();
        peer.urls().failed(url);
        peer.unreachable();
    }

    private void next() {
        Message message;
        synchronized (this) {
            message = queue.poll();
            if (message == null) {
                underWay--;
            }
        }
        if (message != null) {
            post(message);
        }
    }
}
