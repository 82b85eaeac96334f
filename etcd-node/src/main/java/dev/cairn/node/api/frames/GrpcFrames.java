// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.frames;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.budget.OpenCalls;
import dev.cairn.node.api.frames.GrpcCallForm.Refusal;
import dev.cairn.node.wire.EtcdError;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
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
 * which gRPC for Java would answer otherwise or reset. What is well formed passes, message by message: what has come of a
 * message that is not whole is kept and counted here. Calls are counted, too, whether they are answered or open.
 */
public final class GrpcFrames extends Http2FrameListenerDecorator {
    private static final Refusal TOO_MANY =
            new Refusal(Status.Code.RESOURCE_EXHAUSTED, EtcdError.TOO_MANY_REQUESTS.text());

    private final Http2ConnectionHandler grpc;
    private final Rules rules;
    private final ByteBudget budget;
    private final OpenCalls open;
    private final HeldBytesFlow flow;
    private final Http2Connection.PropertyKey key;

    /** {@code messages}: null where there is no such method; {@code givenUp}: it was answered, what still comes is not read. */
    private record Call(GrpcMessages messages, HeldMessage held, boolean givenUp) {}

    /** {@code methods}: kinds by path; {@code maxMessageBytes}: of one message. */
    public record Rules(Map<String, MethodType> methods, int maxMessageBytes) {
        public static Rules of(List<ServerServiceDefinition> services, int maxMessageBytes) {
            Map<String, MethodType> methods = new HashMap<>();
            services.forEach(service -> service.getMethods()
                    .forEach(method -> methods.put(
                            "/" + method.getMethodDescriptor().getFullMethodName(),
                            method.getMethodDescriptor().getType())));
            return new Rules(Map.copyOf(methods), maxMessageBytes);
        }
    }

    private GrpcFrames(Http2ConnectionHandler grpc, Rules rules, ByteBudget budget) {
        super(grpc.decoder().frameListener());
        this.grpc = grpc;
        this.rules = rules;
        this.budget = budget;
        this.open = budget.calls();
        this.flow = new HeldBytesFlow(grpc.connection());
        this.key = grpc.connection().newKey();
    }

    /** Before the connection's first frame. */
    public static void install(Http2ConnectionHandler grpc, Rules rules, ByteBudget budget) {
        GrpcFrames frames = new GrpcFrames(grpc, rules, budget);
        frames.flow.frameWriter(grpc.encoder().frameWriter());
        Http2Connection connection = grpc.connection();
        connection.local().flowController(frames.flow);
        connection.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                frames.ended(stream);
            }
        });
        grpc.decoder().frameListener(new FrameRate(frames, connection, System::nanoTime));
    }

    private void ended(Http2Stream stream) {
        Call call = stream.removeProperty(key);
        if (call != null) {
            call.held().clear();
            open.end();
        }
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
        Refusal refusal = begun(stream, headers, endOfStream);
        if (refusal != null) {
            answer(ctx, stream, refusal, endOfStream);
        }
        return refusal == null;
    }

    private Refusal begun(Http2Stream stream, Http2Headers headers, boolean endOfStream) {
        if (!open.tryBegin()) {
            return TOO_MANY;
        }
        String path = headers.path() == null ? "" : headers.path().toString();
        MethodType type = rules.methods().get(path);
        GrpcMessages messages = type == null
                ? null
                : new GrpcMessages(type, GrpcCallForm.isCompressed(headers), rules.maxMessageBytes());
        stream.setProperty(key, new Call(messages, new HeldMessage(budget), false));
        Refusal refusal = GrpcCallForm.refusal(headers, path, type != null);
        return refusal == null && messages != null && endOfStream
                ? messages.look(Unpooled.EMPTY_BUFFER, true).refusal()
                : refusal;
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        Http2Stream stream = grpc.connection().stream(streamId);
        Call call = stream == null ? null : stream.getProperty(key);
        if (call == null || call.messages() == null) {
            return super.onDataRead(ctx, streamId, data, padding, endOfStream);
        }
        int bytes = data.readableBytes();
        if (call.givenUp()) {
            return bytes + padding;
        }
        GrpcMessages.Seen seen = call.messages().look(data, endOfStream);
        if (seen.refusal() != null) {
            giveUp(ctx, stream, call, seen.refusal(), endOfStream);
            return bytes + padding;
        }
        boolean whole = call.messages().unfinishedBytes() == 0 && call.held().size() == 0;
        if (whole && seen.wholeBytes() == bytes) {
            return super.onDataRead(ctx, streamId, data, padding, endOfStream);
        }
        int dropped = bytes - seen.wholeBytes() + padding;
        return dropped + passWhole(ctx, stream, call, data.slice(data.readerIndex(), seen.wholeBytes()), endOfStream);
    }

    /** Passes on the messages that are whole by now, and keeps the rest. */
    private int passWhole(ChannelHandlerContext ctx, Http2Stream stream, Call call, ByteBuf data, boolean endOfStream)
            throws Http2Exception {
        int bytes = data.readableBytes();
        HeldMessage held = call.held();
        int rest = Math.toIntExact(Math.min(call.messages().unfinishedBytes(), bytes));
        if (endOfStream) {
            // Less than a head, which ends a stream like its end. It is not in the data, if it began there.
            rest = 0;
            if (bytes == 0) {
                held.clear();
            }
        }
        ByteBuf passed = data.retainedSlice(data.readerIndex(), bytes - rest);
        if (held.size() > 0 && (rest < bytes || endOfStream)) {
            passed = Unpooled.wrappedBuffer(held.take(), passed);
        }
        int consumed = 0;
        try {
            if (passed.isReadable() || endOfStream) {
                consumed = super.onDataRead(ctx, stream.id(), passed, 0, endOfStream);
            }
        } finally {
            passed.release();
        }
        if (rest > 0) {
            if (!held.add(data, data.readerIndex() + bytes - rest, rest)) {
                giveUp(ctx, stream, call, TOO_MANY, endOfStream);
                return consumed + rest;
            }
            flow.consumeEarly(stream, rest);
        }
        return consumed;
    }

    /**
     * For gRPC the client has given up: it frees what it holds and says nothing. What is held here makes room at once, not
     * when the answer is written: the next call in the same turn may need it.
     */
    private void giveUp(ChannelHandlerContext ctx, Http2Stream stream, Call call, Refusal refusal, boolean endOfStream)
            throws Http2Exception {
        call.held().clear();
        stream.setProperty(key, new Call(call.messages(), call.held(), true));
        super.onRstStreamRead(ctx, stream.id(), Http2Error.CANCEL.code());
        answer(ctx, stream, refusal, endOfStream);
    }

    /** Leaves with all else that is written while the connection is read: a flood of refusals is no flood of writes. */
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
