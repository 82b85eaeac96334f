// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One connection of HTTP/2 without a gRPC client in between: the test decides headers and bytes. */
final class RawHttp2 implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final Channel connection;

    RawHttp2(int port) throws InterruptedException {
        connection = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(Http2FrameCodecBuilder.forClient()
                                        .validateHeaders(false)
                                        .build())
                                .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                })
                .connect("127.0.0.1", port)
                .sync()
                .channel();
    }

    /** All headers and trailers of the answer, a line each. */
    String post(String path, byte[] body, String... header) throws Exception {
        return post(path, body, Math.max(1, body.length), header);
    }

    /** The same with the body in frames of so many bytes. */
    String post(String path, byte[] body, int frameBytes, String... header) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Channel stream = begin(path, body.length == 0, answer, header);
        for (int at = 0; at < body.length; at += frameBytes) {
            int length = Math.min(frameBytes, body.length - at);
            stream.write(
                    new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body, at, length), at + length == body.length));
        }
        stream.flush();
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends the beginning of a body and no more; what is answered is answered to what has come. */
    CompletableFuture<String> begin(String path, byte[] beginning) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        begin(path, false, answer).writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(beginning), false));
        return answer;
    }

    private Channel begin(String path, boolean end, CompletableFuture<String> answer, String... header)
            throws Exception {
        StringBuilder lines = new StringBuilder();
        Channel stream = new Http2StreamChannelBootstrap(connection)
                .handler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object frame) {
                        if (frame instanceof Http2HeadersFrame headers) {
                            headers.headers()
                                    .forEach(each -> lines.append(each.getKey())
                                            .append(": ")
                                            .append(each.getValue())
                                            .append('\n'));
                            if (headers.isEndStream()) {
                                answer.complete(lines.toString());
                            }
                        } else if (frame instanceof Http2ResetFrame) {
                            answer.complete(lines + "reset");
                        }
                        ReferenceCountUtil.release(frame);
                    }
                })
                .open()
                .sync()
                .getNow();
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method("POST")
                .scheme("http")
                .path(path)
                .authority("x")
                .set("content-type", "application/grpc")
                .set("te", "trailers");
        for (int i = 0; i < header.length; i += 2) {
            headers.set(header[i], header[i + 1]);
        }
        stream.write(new DefaultHttp2HeadersFrame(headers, end));
        return stream;
    }

    @Override
    public void close() {
        connection.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
