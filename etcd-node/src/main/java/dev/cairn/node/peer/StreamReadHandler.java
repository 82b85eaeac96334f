// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.peer.codec.StreamDecoder;
import dev.cairn.node.raft.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One dialed connection: the response's head, then messages out of the body's pieces, wherever they are cut. */
final class StreamReadHandler extends SimpleChannelInboundHandler<HttpObject> {
    private static final int MAX_ERROR_TEXT_BYTES = 4 << 10;

    private final StreamReader reader;
    private HttpResponse refusal;
    private StreamDecoder decoder;
    private ByteBuf pending = Unpooled.EMPTY_BUFFER;

    StreamReadHandler(StreamReader reader) {
        this.reader = reader;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) throws IOException {
        if (part instanceof HttpResponse response) {
            if (response.status().code() != 200) {
                refusal = response;
            } else if (reader.accept(response, "")) {
                decoder = reader.kind()
                        .newDecoder(reader.peer().id(), reader.peer().localId());
            } else {
                context.close();
            }
        }
        if (part instanceof HttpContent content) {
            reader.peer().counts().receivedBytes().add(content.content().readableBytes());
            pending = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(
                    context.alloc(), pending, content.content().retain());
            if (decoder != null) {
                decode();
            }
            if (part instanceof LastHttpContent
                    || (decoder == null && pending.readableBytes() > MAX_ERROR_TEXT_BYTES)) {
                if (refusal != null) {
                    reader.accept(refusal, pending.toString(StandardCharsets.UTF_8));
                }
                context.close();
            }
        }
    }

    private void decode() throws IOException {
        for (Message message = decoder.decode(pending); message != null; message = decoder.decode(pending)) {
            reader.peer().received(message);
        }
        if (!pending.isReadable()) {
            pending.release();
            pending = Unpooled.EMPTY_BUFFER;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof ReadTimeoutException) {
            reader.silent();
        } else {
            reader.peer().counts().receivedFailures().increment();
            reader.trouble(cause.toString());
        }
        context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        pending.release();
        pending = Unpooled.EMPTY_BUFFER;
    }
}
