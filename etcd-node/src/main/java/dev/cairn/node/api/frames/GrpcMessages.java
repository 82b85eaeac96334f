// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.frames;

import dev.cairn.node.api.frames.GrpcCallForm.Refusal;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;

/**
 * The messages of one call as they come in: a flag, four bytes of length, the message, and the next. Go's server looks at
 * the first message of a unary call only, whatever follows it; bytes that do not make up a head end a stream like its
 * end, and a message that is not all there is an error.
 */
final class GrpcMessages {
    private static final int HEAD_BYTES = 5;
    private static final Seen NOTHING = new Seen(null, 0);

    private final MethodType type;
    private final boolean compressed;
    private final int maxBytes;
    private int headBytes;
    private int flag;
    private long length;
    private long missingBytes;
    private int messages;

    /** Either a refusal, or how many bytes of what was looked at belong to messages. */
    record Seen(Refusal refusal, int wholeBytes) {}

    GrpcMessages(MethodType type, boolean compressed, int maxBytes) {
        this.type = type;
        this.compressed = compressed;
        this.maxBytes = maxBytes;
    }

    Seen look(ByteBuf data, boolean end) {
        if (isOver()) {
            return NOTHING;
        }
        int position = data.readerIndex();
        int last = data.writerIndex();
        int headAt = position;
        while (position < last && !isOver()) {
            if (missingBytes > 0) {
                int some = (int) Math.min(missingBytes, last - position);
                position += some;
                missingBytes -= some;
                messages += missingBytes == 0 ? 1 : 0;
                continue;
            }
            if (headBytes == 0) {
                headAt = position;
            }
            head(data.getUnsignedByte(position++));
            if (headBytes == HEAD_BYTES) {
                Refusal refusal = refusal();
                if (refusal != null) {
                    return new Seen(refusal, 0);
                }
                headBytes = 0;
                missingBytes = length;
                messages += length == 0 ? 1 : 0;
            }
        }
        if (end) {
            return atEnd(data, position, headAt);
        }
        return new Seen(null, position - data.readerIndex());
    }

    /** So many of the last bytes that were looked at, and before them, belong to a message that is not whole yet. */
    long unfinishedBytes() {
        return headBytes > 0 ? headBytes : missingBytes > 0 ? HEAD_BYTES + length - missingBytes : 0;
    }

    private Seen atEnd(ByteBuf data, int position, int headAt) {
        boolean unary = type == MethodType.UNARY;
        if (missingBytes > 0) {
            return new Seen(new Refusal(unary ? Status.Code.UNKNOWN : Status.Code.INTERNAL, "unexpected EOF"), 0);
        }
        if (unary && messages == 0) {
            return new Seen(new Refusal(Status.Code.UNKNOWN, "EOF"), 0);
        }
        return new Seen(null, (headBytes > 0 ? headAt : position) - data.readerIndex());
    }

    private boolean isOver() {
        return type == MethodType.UNARY && messages > 0;
    }

    private void head(int unsignedByte) {
        if (headBytes == 0) {
            flag = unsignedByte;
            length = 0;
        } else {
            length = length << Byte.SIZE | unsignedByte;
        }
        headBytes++;
    }

    private Refusal refusal() {
        if (length > maxBytes) {
            return new Refusal(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "grpc: received message larger than max (" + length + " vs. " + maxBytes + ")");
        }
        if (flag > 1) {
            return new Refusal(Status.Code.INTERNAL, "grpc: received unexpected payload format " + flag);
        }
        return flag == 1 && !compressed
                ? new Refusal(Status.Code.INTERNAL, "grpc: compressed flag set with identity or empty encoding")
                : null;
    }
}
