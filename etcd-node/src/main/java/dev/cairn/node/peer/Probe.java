// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.peer.net.Handshake;
import dev.cairn.node.peer.net.PeerHttp;
import dev.cairn.node.wire.EtcdUrl;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks another member again and again for an empty answer, for the time of a round trip: etcd's probing. Often enough for
 * the connection to be used again, so that no handshake is measured but the first one.
 */
final class Probe {
    private static final long INTERVAL_MILLIS = 2_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final PeerContact peer;
    private final PeerHttp http;
    private final Handshake handshake;
    private final EventLoop loop;
    private ScheduledFuture<?> rounds;
    private boolean underWay;

    Probe(PeerContact peer, PeerHttp http, Handshake handshake, EventLoop loop) {
        this.peer = peer;
        this.http = http;
        this.handshake = handshake;
        this.loop = loop;
    }

    void start() {
        rounds = loop.scheduleAtFixedRate(this::ask, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Of a member that is not connected there is nothing to measure. */
    private void ask() {
        if (underWay || peer.activeSinceNanos() == 0) {
            return;
        }
        underWay = true;
        EtcdUrl url = peer.urls().pick();
        HttpHeaders headers = new DefaultHttpHeaders();
        handshake.describeRequest(headers);
        long began = http.dialer().runtime().nanoClock().getAsLong();
        http.send(url, new PeerHttp.Request(HttpMethod.GET, "/raft/probing", headers, new byte[0], TIMEOUT))
                .whenComplete((response, failure) -> {
                    long took = http.dialer().runtime().nanoClock().getAsLong() - began;
                    if (response != null && response.status() == 200) {
                        peer.counts().roundTrips().observeNanos(took);
                    }
                    loop.execute(() -> underWay = false);
                });
    }

    void stop() {
        rounds.cancel(false);
    }
}
