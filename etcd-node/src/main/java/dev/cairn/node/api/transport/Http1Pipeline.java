// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.http.Http1Handler;
import dev.cairn.node.api.http.HttpExchange;
import dev.cairn.node.api.http.HttpRoute;
import dev.cairn.node.api.http.PacedWriter;
import dev.cairn.node.server.Caller;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;

/**
 * Makes an accepted connection speak HTTP/1.1: deadlines, codec, whole requests, application. {@code connections} can
 * drain them.
 */
record Http1Pipeline(HttpRoute application, GrpcLimits limits, ClientConnections connections, ByteBudget budget) {
    /** Go's default; more is answered with 431. */
    private static final int MAX_HEADER_BYTES = 1 << 20;

    /** Appends the handlers; the connection's first bytes may already wait in front of them. */
    void install(ChannelPipeline pipeline, boolean secure, Caller caller) {
        connections.addHttp1(pipeline.channel());
        RequestDeadline deadline = new RequestDeadline(limits.http1RequestTimeout());
        pipeline.addLast(deadline);
        pipeline.channel().attr(HttpExchange.ANSWERS).set(budget.client());
        pipeline.channel().attr(HttpExchange.CALLER).set(caller);
        pipeline.addLast(new HttpServerCodec(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_HEADER_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setStrictLineParsing(false)
                .setAllowDuplicateContentLengths(true)));
        pipeline.addLast(new PacedWriter());
        pipeline.addLast(new BodyBound(budget));
        pipeline.addLast(new HttpObjectAggregator(limits.maxHttpBodyBytes(), true));
        pipeline.addLast(new Http1Handler(application, secure, deadline::progressed));
    }
}
