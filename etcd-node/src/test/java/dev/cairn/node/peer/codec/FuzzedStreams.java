// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import dev.cairn.node.codec.FuzzedMessages;
import dev.cairn.node.codec.MessageCodec;
import dev.cairn.node.codec.RaftValues;
import dev.cairn.node.fuzz.Fuzzed;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A peer's stream, at once and byte by byte: both must give the same messages, and end at the same error. */
public record FuzzedStreams(StreamKind kind) implements Fuzzed {
    private static final long FROM = 1;
    private static final long TO = 2;

    @Override
    public String name() {
        return "stream-" + kind.pathElement();
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        if (kind == StreamKind.MESSAGE) {
            new RaftValues(new Random(2)).messages().forEach(each -> seeds.add(stream(List.of(each))));
        }
        Message first =
                new Message.App(TO, FROM, 3, 3, 7, List.of(Entry.normal(3, 8, new byte[] {1, 2, 3, 4, 5, 6})), 7);
        Message next = new Message.App(TO, FROM, 3, 3, 8, List.of(Entry.normal(3, 9, new byte[] {3, 4, 5, 6})), 8);
        seeds.add(stream(List.of(first)));
        seeds.add(stream(List.of(first, next)));
        return seeds;
    }

    private byte[] stream(List<Message> messages) {
        StreamEncoder encoder = kind.newEncoder();
        ByteBuf out = Unpooled.buffer();
        encoder.encodeLinkHeartbeat(out);
        messages.forEach(each -> encoder.encode(each, out));
        return Arrays.copyOf(out.array(), out.writerIndex());
    }

    /** {@code end}: the error's text, or empty. */
    private record Heard(List<Message> messages, String end) {}

    @Override
    public byte[] read(byte[] input) {
        Heard atOnce = hear(input, Math.max(1, input.length));
        Heard inBytes = hear(input, 1);
        Fuzzed.require(atOnce.end().equals(inBytes.end()), "end at once: " + atOnce.end() + ", else " + inBytes.end());
        Fuzzed.require(atOnce.messages().size() == inBytes.messages().size(), "as many messages in pieces");
        byte[] seen = REFUSED;
        for (int i = 0; i < atOnce.messages().size(); i++) {
            byte[] one = MessageCodec.encode(atOnce.messages().get(i));
            Fuzzed.require(
                    Arrays.equals(one, MessageCodec.encode(inBytes.messages().get(i))), "the same in pieces");
            seen = seen.length == 0 ? FuzzedMessages.bytesOf(atOnce.messages().get(i)) : seen;
        }
        return seen;
    }

    private Heard hear(byte[] input, int pieceBytes) {
        StreamDecoder decoder = kind.newDecoder(FROM, TO);
        ByteBuf in = Unpooled.buffer(Math.max(1, input.length));
        List<Message> messages = new ArrayList<>();
        for (int at = 0; at < input.length; at += pieceBytes) {
            in.writeBytes(input, at, Math.min(pieceBytes, input.length - at));
            try {
                for (Message each = decoder.decode(in); each != null; each = decoder.decode(in)) {
                    messages.add(each);
                }
            } catch (IOException end) {
                return new Heard(messages, String.valueOf(end.getMessage()));
            }
        }
        return new Heard(messages, "");
    }
}
