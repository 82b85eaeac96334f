// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.api.transport.GrpcCallForm.Refusal;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at calls before gRPC does and answers those that are none, with the code and in the words of Go's gRPC server,
 * which gRPC for Java would answer otherwise or reset. What is well formed passes untouched.
 */
final class GrpcFrames extends Http2FrameListenerDecorator {
    private final Http2ConnectionHandler grpc;
    private final Rules rules;
    private final Http2Connection.PropertyKey key;

    /** {@code methods}: kinds by path; {@code maxMessageBytes}: of one message. */
    record Rules(Map<String, MethodType> methods, int maxMessageBytes) {
        static Rules of(List<ServerServiceDefinition> services, int maxMessageBytes) {
            Map<String, MethodType> methods = new HashMap<>();
            services.forEach(service -> service.getMethods()
                    .forEach(method -> methods.put(
                            "/" + method.getMethodDescriptor().getFullMethodName(),
                            method.getMethodDescriptor().getType())));
            return new Rules(Map.copyOf(methods), maxMessageBytes);
        }
    }

    private GrpcFrames(Http2ConnectionHandler grpc, Rules rules) {
        super(grpc.decoder().frameListener());
        this.grpc = grpc;
        this.rules = rules;
        this.key = grpc.connection().newKey();
    }

    /** Before the connection's first frame. */
    static void install(Http2ConnectionHandler grpc, Rules rules) {
        grpc.decoder().frameListener(new GrpcFrames(grpc, rules));
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        if (passes(ctx, streamId, headers, endOfStream)) {
            super.onHeadersRead(ctx, streamId, headers, padding, endOfStream);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        if (passes(ctx, streamId, headers, endOfStream)) {
            super.onHeadersRead(ctx, streamId, headers, streamDependency, weight, exclusive, padding, endOfStream);
        }
    }

    private boolean passes(ChannelHandlerContext ctx, int streamId, Http2Headers headers, boolean endOfStream) {
        Http2Stream stream = grpc.connection().stream(streamId);
        if (stream == null || stream.getProperty(key) != null) {
            return true;
        }
        String path = headers.path() == null ? "" : headers.path().toString();
        MethodType type = rules.methods().get(path);
        Refusal refusal = GrpcCallForm.refusal(headers, path, type != null);
        if (refusal == null && type != null) {
            GrpcMessages messages = new GrpcMessages(type, GrpcCallForm.isCompressed(headers), rules.maxMessageBytes());
            stream.setProperty(key, messages);
            refusal = endOfStream ? messages.look(Unpooled.EMPTY_BUFFER, true).refusal() : null;
        }
        if (refusal != null) {
            answer(ctx, stream, refusal, endOfStream);
        }
        return refusal == null;
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        Http2Stream stream = grpc.connection().stream(streamId);
        GrpcMessages messages = stream == null ? null : stream.getProperty(key);
        if (messages == null) {
            return super.onDataRead(ctx, streamId, data, padding, endOfStream);
        }
        int bytes = data.readableBytes();
        GrpcMessages.Seen seen = messages.look(data, endOfStream);
        if (seen.refusal() != null) {
            // For gRPC the client has given up: it frees what it holds and says nothing.
            super.onRstStreamRead(ctx, streamId, Http2Error.CANCEL.code());
            answer(ctx, stream, seen.refusal(), endOfStream);
            return bytes + padding;
        }
        if (seen.wholeBytes() == bytes) {
            return super.onDataRead(ctx, streamId, data, padding, endOfStream);
        }
        int dropped = bytes - seen.wholeBytes();
        return dropped
                + super.onDataRead(
                        ctx, streamId, data.slice(data.readerIndex(), seen.wholeBytes()), padding, endOfStream);
    }

    private void answer(ChannelHandlerContext ctx, Http2Stream stream, Refusal refusal, boolean endOfStream) {
        Http2Headers trailers = new DefaultHttp2Headers();
        if (!stream.isHeadersSent()) {
            trailers.status(HttpResponseStatus.valueOf(refusal.httpStatus()).codeAsText())
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/grpc");
        }
        trailers.setInt("grpc-status", refusal.code().value()).set("grpc-message", escaped(refusal.message()));
        grpc.encoder().writeHeaders(ctx, stream.id(), trailers, 0, true, ctx.newPromise());
        if (!endOfStream) {
            grpc.encoder().writeRstStream(ctx, stream.id(), Http2Error.NO_ERROR.code(), ctx.newPromise());
        }
        ctx.flush();
    }

    /** As gRPC asks for: what is not printable, and the percent sign, as bytes in hexadecimal. */
    private static String escaped(String message) {
        StringBuilder out = new StringBuilder(message.length());
        for (byte each : message.getBytes(StandardCharsets.UTF_8)) {
            if (each >= ' ' && each <= '~' && each != '%') {
                out.append((char) each);
            } else {
                out.append(String.format("%%%02X", each));
            }
        }
        return out.toString();
    }
}
