// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import java.time.Duration;

/**
 * Bounds of a client connection. {@code keepAliveMinTime}: clients that ping more often, or without a call, are sent
 * away; {@code handshakeTimeout}: until the first HTTP/2 settings or HTTP/1.1 byte; {@code http1RequestTimeout}: from a
 * request's first byte to its last. Without a {@code keepAliveInterval} or {@code keepAliveTimeout}, idle clients are not
 * pinged, as in etcd.
 */
public record GrpcLimits(
        int maxRequestBytes,
        int maxConcurrentStreams,
        Duration keepAliveMinTime,
        Duration keepAliveInterval,
        Duration keepAliveTimeout,
        Duration handshakeTimeout,
        Duration http1RequestTimeout) {
    /** etcd's defaults; it has none for the last two. */
    public static final GrpcLimits DEFAULTS = new GrpcLimits(
            1_572_864,
            Integer.MAX_VALUE,
            Duration.ofSeconds(5),
            Duration.ofHours(2),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    /** What etcd allows for the message around a request. */
    private static final int OVERHEAD_BYTES = 512 * 1024;

    public int maxInboundMessageBytes() {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, (long) maxRequestBytes + OVERHEAD_BYTES));
    }

    long pingAfterNanos() {
        return keepAliveInterval.isZero() || keepAliveTimeout.isZero() ? Long.MAX_VALUE : keepAliveInterval.toNanos();
    }

    /** JSON writes bytes as base64. */
    public int maxHttpBodyBytes() {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, 2L * maxInboundMessageBytes()));
    }
}
