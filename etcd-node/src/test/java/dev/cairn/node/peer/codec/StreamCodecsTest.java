// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.codec.MessageCodec;
import dev.cairn.node.codec.RaftValues;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamCodecsTest {
    private static final long LEADER = 1;
    private static final long FOLLOWER = 2;

    private static Message.App app(long term, long logTerm, long index, int entries, long commit) {
        List<Entry> all = new ArrayList<>();
        for (int i = 1; i <= entries; i++) {
            all.add(Entry.normal(term, index + i, new byte[] {(byte) (index + i)}));
        }
        return new Message.App(FOLLOWER, LEADER, term, logTerm, index, all, commit);
    }

    private static List<Message> appends(int seed) {
        Random random = new Random(seed);
        List<Message> messages = new ArrayList<>();
        long term = 1;
        long index = 0;
        for (int i = 0; i < 200; i++) {
            long logTerm = term;
            if (random.nextInt(10) == 0) {
                term++;
            }
            if (random.nextInt(10) == 0) {
                index = random.nextInt(50);
            }
            Message.App message = app(term, logTerm, index, random.nextInt(4), random.nextInt(90));
            messages.add(message);
            index += message.entries().size();
        }
        return messages;
    }

    @ParameterizedTest
    @EnumSource(StreamKind.class)
    void messagesArriveWholeWhereverTheBytesAreCut(StreamKind kind) throws Exception {
        for (int seed = 0; seed < 8; seed++) {
            List<Message> sent = new ArrayList<>(appends(seed));
            if (kind == StreamKind.MESSAGE) {
                sent.addAll(new RaftValues(new Random(seed)).messages());
            }
            Random random = new Random(seed);
            StreamEncoder encoder = kind.newEncoder();
            ByteBuf bytes = Unpooled.buffer();
            for (Message message : sent) {
                encoder.encode(message, bytes);
                if (random.nextBoolean()) {
                    encoder.encodeLinkHeartbeat(bytes);
                }
            }
            StreamDecoder decoder = kind.newDecoder(LEADER, FOLLOWER);
            List<Message> received = new ArrayList<>();
            ByteBuf pending = Unpooled.buffer();
            while (bytes.isReadable()) {
                pending.writeBytes(bytes, Math.min(bytes.readableBytes(), 1 + random.nextInt(60)));
                for (Message each = decoder.decode(pending); each != null; each = decoder.decode(pending)) {
                    received.add(each);
                }
                pending.discardReadBytes();
            }
            assertThat(pending.isReadable()).isFalse();
            assertThat(received).usingRecursiveFieldByFieldElementComparator().isEqualTo(sent);
        }
    }

    @Test
    void appendsThatGoOnAreWrittenWithoutTheirHead() {
        StreamEncoder encoder = StreamKind.MSG_APP_V2.newEncoder();
        ByteBuf out = Unpooled.buffer();
        Message.App first = app(3, 2, 6, 1, 5);
        encoder.encode(first, out);
        String whole = ByteBufUtil.hexDump(MessageCodec.encode(first));
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("02" + "00000000000000" + hex(whole.length() / 2) + whole);

        out.clear();
        encoder.encode(app(3, 3, 7, 1, 6), out);
        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo("01" + "0000000000000001" + "0000000000000009" + "080010031808220108" + "0000000000000006");

        out.clear();
        encoder.encode(app(3, 3, 8, 0, 8), out);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("01" + "0000000000000000" + "0000000000000008");

        out.clear();
        encoder.encodeLinkHeartbeat(out);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("00");
    }

    private static String hex(int oneByte) {
        return String.format("%02x", oneByte);
    }

    @Test
    void theMessageStreamsSignOfLifeIsAHeartbeatOfNobody() {
        ByteBuf out = Unpooled.buffer();
        StreamKind.MESSAGE.newEncoder().encodeLinkHeartbeat(out);
        assertThat(out.readLong()).isEqualTo(out.readableBytes());
        assertThat(out.readShort()).isEqualTo((short) 0x0808);
    }

    @Test
    void nonsenseEndsTheStream() {
        for (String bytes : List.of(
                "03",
                "02" + "8000000000000000",
                "02" + "0000000000000002" + "0808",
                "01" + "0000000000000001" + "7000000000000000")) {
            assertThatThrownBy(() -> StreamKind.MSG_APP_V2
                            .newDecoder(LEADER, FOLLOWER)
                            .decode(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bytes))))
                    .as(bytes)
                    .isInstanceOf(IOException.class);
        }
        for (String bytes : List.of("ffffffffffffffff", "0000000020000001", "0000000000000002" + "0800")) {
            assertThatThrownBy(() -> StreamKind.MESSAGE
                            .newDecoder(LEADER, FOLLOWER)
                            .decode(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bytes))))
                    .as(bytes)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void versionsAreComparedByMajorAndMinor() {
        assertThat(PeerVersion.areCompatible("3.7.1", "3.5.33", "3.0.0")).isTrue();
        assertThat(PeerVersion.areCompatible("3.7.1", "3.8.0-rc.1", "3.0.0")).isTrue();
        assertThat(PeerVersion.areCompatible("3.7.1", "2.3.8", "2.0.0")).isFalse();
        assertThat(PeerVersion.areCompatible("3.7.1", "4.0.0", "3.8.0")).isFalse();
        assertThat(PeerVersion.areCompatible("3.7.1", null, null)).isFalse();
        assertThat(PeerVersion.areCompatible("3.7.1", "nonsense", "3.0.0")).isFalse();
    }
}
