// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.protobuf.ProtoDecoder;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.raft.Message;

/**
 * {@code raftpb.Message}, the kinds that travel between members. Decoding refuses the kinds that etcd's raft uses inside
 * one process only, and unknown ones: {@link InvalidProtocolBufferException} with the number.
 */
public final class MessageCodec {
    private MessageCodec() {}

    public static byte[] encode(Message message) {
        return encode(message, 0);
    }

    /** Leaves {@code headroomBytes} zero bytes before the message, for the caller's frame. */
    public static byte[] encode(Message message, int headroomBytes) {
        MessageFields fields = MessageFields.of(message);
        return ProtoEncoder.encode(headroomBytes, fields.sizeBytes(), fields::writeTo);
    }

    public static Message decode(byte[] bytes) throws InvalidProtocolBufferException {
        return decode(ProtoDecoder.over(bytes, 0, bytes.length));
    }

    /** Reads to the stream's end or limit. */
    public static Message decode(CodedInputStream in) throws InvalidProtocolBufferException {
        return ProtoDecoder.decode(in, MessageFields::read).toMessage();
    }
}
