// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.api.http.HttpGuards;
import dev.cairn.node.api.transport.GrpcLimits;
import dev.cairn.node.wire.RequestBounds;

/**
 * What the flags say about the client port. {@code electionTicks}: raft ticks per election timeout; {@code
 * maxTxnOps}: operations in one list of a transaction; {@code gateway}: serve the JSON gateway; {@code separateHttp}:
 * client URLs serve gRPC alone, because others serve HTTP.
 */
public record ApiConfig(
        GrpcLimits limits,
        HttpGuards guards,
        int electionTicks,
        int maxTxnOps,
        boolean gateway,
        boolean separateHttp,
        Watched watched) {
    /** What is told of calls: {@code extensiveMetrics}: how long each took; {@code slowCallNanos}: those that took longer. */
    public record Watched(boolean extensiveMetrics, long slowCallNanos) {
        public static final Watched DEFAULTS = new Watched(false, 300_000_000L);
    }

    /** Of a request, whichever way it comes. */
    RequestBounds requestBounds() {
        return new RequestBounds(limits.maxInboundMessageBytes(), maxTxnOps);
    }
}
