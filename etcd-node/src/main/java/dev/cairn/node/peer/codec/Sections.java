// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import com.google.protobuf.CodedOutputStream;
import dev.cairn.node.codec.EntryCodec;
import dev.cairn.node.codec.MessageCodec;
import dev.cairn.node.protobuf.ProtoDecoder;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** The piece both streams are made of: eight bytes of length, big-endian, then a protobuf message. */
final class Sections {
    static final int LENGTH_BYTES = Long.BYTES;

    private Sections() {}

    static void write(Message message, ByteBuf out) {
        byte[] framed = MessageCodec.encode(message, LENGTH_BYTES);
        int start = out.writerIndex();
        out.writeBytes(framed);
        out.setLong(start, framed.length - (long) LENGTH_BYTES);
    }

    static void write(Entry entry, ByteBuf out) {
        int size = EntryCodec.sizeBytes(entry);
        out.writeLong(size);
        out.ensureWritable(size);
        try {
            CodedOutputStream coded = ProtoEncoder.over(out.nioBuffer(out.writerIndex(), size));
            EntryCodec.write(entry, coded);
            coded.flush();
        } catch (IOException e) {
            throw ProtoEncoder.sizeIsWrong(e);
        }
        out.writerIndex(out.writerIndex() + size);
    }

    /** The payload's length if all of it is there from the index on, else -1. */
    static int lengthIfWhole(ByteBuf in, int index) throws IOException {
        if (in.writerIndex() - index < LENGTH_BYTES) {
            return -1;
        }
        long length = in.getLong(index);
        if (length < 0 || length > StreamDecoder.MAX_MESSAGE_BYTES) {
            throw new IOException("a message of " + Long.toUnsignedString(length)
                    + " bytes on a peer's stream; at most " + StreamDecoder.MAX_MESSAGE_BYTES + " are read");
        }
        return in.writerIndex() - index - LENGTH_BYTES < length ? -1 : (int) length;
    }

    static Message readMessage(ByteBuf in, int index, int length) throws IOException {
        return MessageCodec.decode(ProtoDecoder.over(in.nioBuffer(index, length)));
    }

    static Entry readEntry(ByteBuf in, int index, int length) throws IOException {
        return EntryCodec.decode(ProtoDecoder.over(in.nioBuffer(index, length)));
    }
}
