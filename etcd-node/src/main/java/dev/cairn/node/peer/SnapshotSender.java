// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.codec.MessageCodec;
import dev.cairn.node.peer.net.Handshake;
import dev.cairn.node.peer.net.PeerDialer;
import dev.cairn.node.raft.Message;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.server.Pace;
import dev.cairn.node.server.Paces;
import dev.cairn.node.server.PeerEvents;
import dev.cairn.node.wire.EtcdUrl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends MsgSnap and the store's image in one chunked POST, on a connection of its own. The
 * receiver answers when it has the image durably and raft has the message.
 */
final class SnapshotSender {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSender.class);

    private static final int CHUNK_BYTES = 256 << 10;
    private static final int LENGTH_BYTES = 8;
    private static final int MAX_RESPONSE_BYTES = 64 << 10;
    /** For one chunk to leave. A receiver that takes nothing for so long is gone. */
    private static final long CHUNK_TIMEOUT_SECONDS = 30;
    /** For the receiver's disk to take up what it has got. etcd waits five seconds, too short for a big image. */
    private static final long RESPONSE_TIMEOUT_SECONDS = 60;

    private final PeerDialer dialer;
    private final Handshake handshake;
    private final PeerEvents events;
    private final ConcurrentMap<Long, Paces> paces = new ConcurrentHashMap<>();

    SnapshotSender(PeerDialer dialer, Handshake handshake, PeerEvents events) {
        this.dialer = dialer;
        this.handshake = handshake;
        this.events = events;
    }

    /** Blocks until the receiver has it or it is known that it will not; says which of the two. */
    void send(PeerContact peer, Message.Snap message, Maintenance.DbSnapshot image) {
        boolean sent = false;
        EtcdUrl url = peer.urls().pick();
        try (image;
                ImageTransfer transfer = new ImageTransfer(
                        dialer.runtime().figures().sentImages(),
                        Long.toHexString(peer.id()),
                        dialer.runtime().nanoClock())) {
            LOG.info(
                    "sending a snapshot of {} bytes at index {} to member {}",
                    image.sizeBytes(),
                    message.snapshot().metadata().index(),
                    Long.toHexString(peer.id()));
            sent = post(url, message, image) == 204;
            if (sent) {
                transfer.succeeded();
                peer.counts().sentBytes().add(image.sizeBytes());
            } else {
                peer.removedByPeer();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("snapshot to member {} failed: {}", Long.toHexString(peer.id()), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!sent) {
            peer.counts().sentFailures().increment();
            peer.urls().failed(url);
            events.unreachable(peer.id());
        }
        events.snapshotSent(peer.id(), sent);
    }

    /** Throws with the receiver's answer if it does not want it. Returns the status, 204 or 403. */
    private int post(EtcdUrl url, Message.Snap message, Maintenance.DbSnapshot image)
            throws IOException, InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        ChannelFuture connecting = dialer.connect(
                url,
                dialer.runtime().loops().forImages(),
                channel -> channel.pipeline()
                        .addLast(new HttpObjectAggregator(MAX_RESPONSE_BYTES))
                        .addLast(new AnswerHandler(answer)));
        connecting.await();
        if (!connecting.isSuccess()) {
            throw new IOException("cannot connect to " + url, connecting.cause());
        }
        Channel channel = connecting.channel();
        Pace pace = paces.computeIfAbsent(
                        message.to(),
                        id -> new Paces(
                                dialer.runtime().nanoClock(), dialer.runtime().rest()))
                .next();
        try (ChunkStream body = new ChunkStream(channel, answer, pace)) {
            channel.write(head(url));
            byte[] framed = MessageCodec.encode(message, LENGTH_BYTES);
            Unpooled.wrappedBuffer(framed).setLong(0, framed.length - (long) LENGTH_BYTES);
            body.write(framed, 0, framed.length);
            image.writeTo(body);
            body.finish();
            return status(url, answer.get(RESPONSE_TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            throw new IOException("snapshot to " + url, e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer to the snapshot from " + url, e);
        } finally {
            channel.close();
        }
    }

    private static int status(EtcdUrl url, String answer) throws IOException {
        if (answer.startsWith("204") || answer.startsWith("403")) {
            return Integer.parseInt(answer.substring(0, 3));
        }
        throw new IOException(url + " answers to a snapshot: " + answer.strip());
    }

    private HttpRequest head(EtcdUrl url) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/raft/snapshot");
        request.headers().set(HttpHeaderNames.HOST, url.authority());
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_OCTET_STREAM);
        request.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        handshake.describeRequest(request.headers());
        return request;
    }

    /** Writes chunk after chunk; an answer before the end means that nobody reads on. */
    private static final class ChunkStream extends OutputStream {
        private final Channel channel;
        private final CompletableFuture<String> answer;
        private final Pace pace;
        private ByteBuf chunk;

        ChunkStream(Channel channel, CompletableFuture<String> answer, Pace pace) {
            this.pace = pace;
            this.channel = channel;
            this.answer = answer;
            this.chunk = channel.alloc().ioBuffer(CHUNK_BYTES, CHUNK_BYTES);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int part = Math.min(length - done, chunk.writableBytes());
                chunk.writeBytes(bytes, offset + done, part);
                done += part;
                if (!chunk.isWritable()) {
                    ByteBuf full = chunk;
                    chunk = channel.alloc().ioBuffer(CHUNK_BYTES, CHUNK_BYTES);
                    send(channel.writeAndFlush(new DefaultHttpContent(full)));
                }
            }
        }

        void finish() throws IOException {
            channel.write(new DefaultHttpContent(chunk));
            chunk = null;
            send(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
        }

        @Override
        public void close() {
            if (chunk != null) {
                chunk.release();
                chunk = null;
            }
        }

        /** Until the chunk has left. */
        private void send(ChannelFuture writing) throws IOException {
            if (answer.isDone()) {
                throw new IOException("the receiver answered before the end: "
                        + answer.getNow("").strip());
            }
            try {
                if (!writing.await(CHUNK_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("the receiver takes nothing any more");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            if (!writing.isSuccess()) {
                throw new IOException("the connection broke", writing.cause());
            }
            pace.worked();
        }
    }

    private static final class AnswerHandler extends SimpleChannelInboundHandler<FullHttpResponse> {
        private final CompletableFuture<String> answer;

        AnswerHandler(CompletableFuture<String> answer) {
            this.answer = answer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            answer.complete(response.status().code() + " " + response.content().toString(StandardCharsets.UTF_8));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            answer.completeExceptionally(new IOException("the connection was closed without an answer"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answer.completeExceptionally(cause);
            context.close();
        }
    }
}
