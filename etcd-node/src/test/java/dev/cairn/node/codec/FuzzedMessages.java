// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.fuzz.Fuzzed;
import dev.cairn.node.raft.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A peer's message; written again it must be the same bytes however often. */
public final class FuzzedMessages implements Fuzzed {
    @Override
    public String name() {
        return "peer-message";
    }

    @Override
    public List<byte[]> seeds() {
        RaftValues values = new RaftValues(new Random(1));
        List<byte[]> seeds = new ArrayList<>();
        values.messages().forEach(each -> seeds.add(MessageCodec.encode(each)));
        return seeds;
    }

    @Override
    public byte[] read(byte[] input) {
        Message message;
        try {
            message = MessageCodec.decode(input);
        } catch (InvalidProtocolBufferException refused) {
            return REFUSED;
        }
        byte[] written = MessageCodec.encode(message);
        try {
            Fuzzed.require(
                    Arrays.equals(written, MessageCodec.encode(MessageCodec.decode(written))),
                    "read as it was written");
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what we write of " + message + " is not read", e);
        }
        return bytesOf(message);
    }

    /** Of an entry, an image's metadata or a context, where the message has one. */
    public static byte[] bytesOf(Message message) {
        return switch (message) {
            case Message.App app ->
                app.entries().isEmpty() ? REFUSED : app.entries().getFirst().data();
            case Message.Prop prop ->
                prop.entries().isEmpty() ? REFUSED : prop.entries().getFirst().data();
            case Message.Snap snap -> snap.snapshot().data();
            case Message.Heartbeat heartbeat -> heartbeat.context();
            case Message.HeartbeatResp answer -> answer.context();
            case Message.ReadIndex read -> read.context();
            case Message.ReadIndexResp read -> read.context();
            default -> REFUSED;
        };
    }
}
