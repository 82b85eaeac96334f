// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.api.frames.GrpcFrames;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.InternalChannelz;
import io.grpc.SecurityLevel;
import io.grpc.internal.GrpcAttributes;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalNettyServerBuilder;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.ProtocolNegotiationEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AsciiString;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for each accepted connection whether it is gRPC's or HTTP/1.1's: by ALPN where the client offers it, else by
 * the 24 bytes every HTTP/2 connection begins with. A connection that is not gRPC's leaves gRPC altogether. On a port
 * that serves both plain clients and TLS, the first bytes tell which a connection is.
 *
 * <p>gRPC has no public way to share a port. Every name of its Netty transport that is internal is used in this class
 * and nowhere else; {@code OnePortTest} tells when a new gRPC version behaves differently.
 */
final class OnePortNegotiator implements InternalProtocolNegotiator.ProtocolNegotiator {
    private static final Logger LOG = LoggerFactory.getLogger(OnePortNegotiator.class);
    private static final ByteBuf PREFACE = Unpooled.unreleasableBuffer(Http2CodecUtil.connectionPrefaceBuf());

    /** gRPC's last handler: keeps writes until a protocol is chosen. Not a public class. */
    private static final String WRITE_BUFFERING = "WriteBufferingAndExceptionHandler";

    private final ListenUrl url;
    private final TlsAccept tls;
    private final Http1Pipeline http1;

    private final GrpcFrames.Rules calls;

    /** {@code context} is of each new connection; not asked for a plain port. */
    record TlsAccept(Supplier<SslContext> context, Handshakes handshakes) {}

    private OnePortNegotiator(ListenUrl url, TlsAccept tls, Http1Pipeline http1, GrpcFrames.Rules calls) {
        this.url = url;
        this.tls = tls;
        this.http1 = http1;
        this.calls = calls;
    }

    static NettyServerBuilder install(
            NettyServerBuilder builder, ListenUrl url, TlsAccept tls, Http1Pipeline http1, GrpcFrames.Rules calls) {
        InternalNettyServerBuilder.setStatsEnabled(builder, false);
        InternalNettyServerBuilder.setTracingEnabled(builder, false);
        return builder.protocolNegotiator(new OnePortNegotiator(url, tls, http1, calls));
    }

    @Override
    public AsciiString scheme() {
        return AsciiString.of(url.plain() ? "http" : "https");
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        return InternalProtocolNegotiators.waitUntilActiveHandler(new Decision(grpc), grpc.getNegotiationLogger());
    }

    @Override
    public void close() {
        // Holds nothing of its own.
    }

    private final class Decision extends ByteToMessageDecoder {
        private final GrpcHttp2ConnectionHandler grpc;
        private ProtocolNegotiationEvent event = InternalProtocolNegotiationEvent.getDefault();
        private SSLSession session;
        private boolean sniffing;

        Decision(GrpcHttp2ConnectionHandler grpc) {
            this.grpc = grpc;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object triggered) throws Exception {
            if (triggered instanceof ProtocolNegotiationEvent negotiation) {
                event = negotiation;
                sniffing = url.plain();
                if (url.tls()) {
                    SslContext context = tls.context().get();
                    ctx.pipeline().addBefore(ctx.name(), null, url.plain() ? optional(context) : handler(ctx, context));
                }
            } else if (triggered instanceof SslHandshakeCompletionEvent handshake) {
                handshakeDone(ctx, handshake);
            } else {
                super.userEventTriggered(ctx, triggered);
            }
        }

        private SslHandler handler(ChannelHandlerContext ctx, SslContext context) {
            return tls.handshakes().handler(context, ctx.channel());
        }

        private ChannelHandler optional(SslContext context) {
            return new OptionalSslHandler(context) {
                @Override
                protected SslHandler newSslHandler(ChannelHandlerContext ctx, SslContext asGiven) {
                    return handler(ctx, asGiven);
                }
            };
        }

        private void handshakeDone(ChannelHandlerContext ctx, SslHandshakeCompletionEvent handshake) {
            if (!handshake.isSuccess()) {
                tellRejected(ctx, handshake.cause());
                ctx.fireExceptionCaught(handshake.cause());
                return;
            }
            SslHandler handler = ctx.pipeline().get(SslHandler.class);
            session = handler.engine().getSession();
            String protocol = handler.applicationProtocol();
            if (protocol == null) {
                sniffing = true;
            } else if (protocol.equals("h2")) {
                becomeGrpc(ctx);
            } else {
                becomeHttp1(ctx);
            }
        }

        /** A client that goes before it says anything, as every plain TCP probe does, was not rejected. */
        private void tellRejected(ChannelHandlerContext ctx, Throwable cause) {
            if (!(cause instanceof ClosedChannelException)) {
                String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
                LOG.warn("rejected connection from {}: {}", ctx.channel().remoteAddress(), why);
            }
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            if (!sniffing) {
                return;
            }
            int seen = Math.min(in.readableBytes(), PREFACE.readableBytes());
            for (int i = 0; i < seen; i++) {
                if (in.getByte(in.readerIndex() + i) != PREFACE.getByte(i)) {
                    becomeHttp1(ctx);
                    return;
                }
            }
            if (seen == PREFACE.readableBytes()) {
                becomeGrpc(ctx);
            }
        }

        private void becomeGrpc(ChannelHandlerContext ctx) {
            sniffing = false;
            ProtocolNegotiationEvent decided =
                    named(session == null ? event : secured(event, session), ctx.channel(), session);
            ctx.channel().config().setAllocator(new SharingAllocator(ctx.alloc()));
            http1.connections().addGrpc(ctx.channel());
            GrpcFrames.install(grpc, calls, http1.budget());
            ctx.pipeline().addAfter(ctx.name(), null, InternalProtocolNegotiators.grpcNegotiationHandler(grpc));
            ctx.fireUserEventTriggered(decided);
            ctx.pipeline().remove(this);
        }

        private void becomeHttp1(ChannelHandlerContext ctx) {
            sniffing = false;
            ChannelPipeline pipeline = ctx.pipeline();
            for (Map.Entry<String, ChannelHandler> each : pipeline) {
                if (each.getValue().getClass().getSimpleName().equals(WRITE_BUFFERING)) {
                    pipeline.remove(each.getKey());
                }
            }
            http1.install(pipeline, session != null, CertifiedCaller.of(session));
            // Otherwise gRPC goes on owning the connection: it would close it at the handshake timeout and at shutdown.
            grpc.notifyUnused();
            pipeline.remove(this);
        }
    }

    /** So that the connection's calls know it. */
    private ProtocolNegotiationEvent named(ProtocolNegotiationEvent event, Channel channel, SSLSession session) {
        Attributes attributes = InternalProtocolNegotiationEvent.getAttributes(event).toBuilder()
                .set(ClientConnection.KEY, new ClientConnection(channel, http1.budget(), CertifiedCaller.of(session)))
                .build();
        return InternalProtocolNegotiationEvent.withAttributes(event, attributes);
    }

    private static ProtocolNegotiationEvent secured(ProtocolNegotiationEvent event, SSLSession session) {
        Attributes attributes = InternalProtocolNegotiationEvent.getAttributes(event).toBuilder()
                .set(GrpcAttributes.ATTR_SECURITY_LEVEL, SecurityLevel.PRIVACY_AND_INTEGRITY)
                .set(Grpc.TRANSPORT_ATTR_SSL_SESSION, session)
                .build();
        return InternalProtocolNegotiationEvent.withSecurity(
                InternalProtocolNegotiationEvent.withAttributes(event, attributes),
                new InternalChannelz.Security(new InternalChannelz.Tls(session)));
    }
}
