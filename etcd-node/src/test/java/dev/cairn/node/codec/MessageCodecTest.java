// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.Snapshot;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void everyKindSurvivesTheWayThereAndBack() throws Exception {
        RaftValues values = new RaftValues(new Random(1));
        for (int round = 0; round < 200; round++) {
            for (Message message : values.messages()) {
                assertThat(MessageCodec.decode(MessageCodec.encode(message)))
                        .usingRecursiveComparison(RecursiveComparisonConfiguration.builder()
                                .withStrictTypeChecking(false)
                                .build())
                        .isEqualTo(message);
            }
        }
    }

    @Test
    void writesZerosAsEtcdDoes() {
        assertThat(HEX.formatHex(MessageCodec.encode(new Message.Heartbeat(0, 0, 0, 0, Entry.NO_DATA))))
                .isEqualTo("0808" + "1000" + "1800" + "2000" + "2800" + "3000" + "4000" + "5000" + "5800" + "6800");
        assertThat(HEX.formatHex(MessageCodec.encode(
                        new Message.App(2, 1, 3, 3, 7, List.of(Entry.normal(3, 8, new byte[] {9})), 6))))
                .isEqualTo("0803" + "1002" + "1801" + "2003" + "2803" + "3007" + "3a09" + "0800" + "1003" + "1808"
                        + "220109" + "4006" + "5000" + "5800" + "6800");
    }

    @Test
    void anEmptySnapshotInAnyMessageIsPassedOver() throws Exception {
        byte[] oldHeartbeat = HEX.parseHex("0808100218012003" + "4a0a12080a02280010001800" + "50005800");
        assertThat(MessageCodec.decode(oldHeartbeat))
                .usingRecursiveComparison()
                .isEqualTo(new Message.Heartbeat(2, 1, 3, 0, Entry.NO_DATA));
        assertThat(HEX.formatHex(SnapshotCodec.encode(Snapshot.EMPTY))).isEqualTo("12080a02280010001800");
    }

    @Test
    void leavesHeadroomForTheFrame() throws Exception {
        Message message = new Message.TimeoutNow(1, 2, 3);
        byte[] framed = MessageCodec.encode(message, 8);
        assertThat(framed).startsWith(new byte[8]).endsWith(MessageCodec.encode(message));
        assertThat(framed).hasSize(8 + MessageCodec.encode(message).length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 11, 12, 19, 20, 21, 22, 23, 24, 1000})
    void refusesKindsThatNeverTravel(int type) {
        byte[] bytes = type < 128
                ? new byte[] {8, (byte) type}
                : new byte[] {8, (byte) (0x80 | (type & 0x7f)), (byte) (type >> 7)};
        assertThatThrownBy(() -> MessageCodec.decode(bytes))
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessageContaining("type " + type);
    }

    @Test
    void damageIsAnErrorAndNothingElse() {
        RaftValues values = new RaftValues(new Random(2));
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            for (Message message : values.messages()) {
                byte[] bytes = MessageCodec.encode(message);
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                try {
                    MessageCodec.decode(bytes);
                } catch (InvalidProtocolBufferException expected) {
                    assertThat(expected).hasMessageMatching("(?s).+");
                }
            }
        }
    }
}
