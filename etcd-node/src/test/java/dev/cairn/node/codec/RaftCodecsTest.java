// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Snapshot;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RaftCodecsTest {
    private static final HexFormat HEX = HexFormat.of();
    private final RaftValues values = new RaftValues(new Random(1));

    @Test
    void entriesHardStatesAndSnapshotsSurviveTheWayThereAndBack() throws Exception {
        for (int round = 0; round < 1000; round++) {
            Entry entry = values.entry();
            HardState state = values.hardState();
            Snapshot snapshot = values.snapshot();
            ConfState confState = values.confState();
            assertThat(EntryCodec.decode(EntryCodec.encode(entry)))
                    .usingRecursiveComparison()
                    .isEqualTo(entry);
            assertThat(HardStateCodec.decode(HardStateCodec.encode(state))).isEqualTo(state);
            assertThat(SnapshotCodec.decode(SnapshotCodec.encode(snapshot)))
                    .usingRecursiveComparison()
                    .isEqualTo(snapshot);
            assertThat(ConfStateCodec.decode(ConfStateCodec.encode(confState))).isEqualTo(confState);
        }
    }

    @Test
    void writesTheBytesThatEtcdWrites() {
        assertThat(HEX.formatHex(EntryCodec.encode(Entry.normal(2, 3, Entry.NO_DATA))))
                .isEqualTo("080010021803");
        assertThat(HEX.formatHex(HardStateCodec.encode(new HardState(1, 0, 300))))
                .isEqualTo("0801100018ac02");
        assertThat(HEX.formatHex(ConfStateCodec.encode(ConfState.ofVoters(List.of(1L, -1L)))))
                .isEqualTo("080108ffffffffffffffffff012800");
    }

    @Test
    void readsPackedIdsToo() throws Exception {
        assertThat(ConfStateCodec.decode(HEX.parseHex("0a03010203" + "2801")))
                .isEqualTo(new ConfState(List.of(1L, 2L, 3L), List.of(), List.of(), List.of(), true));
    }

    @Test
    void configurationChangesSurviveTheWayThereAndBack() throws Exception {
        Random random = new Random(5);
        ConfChangeType[] types = ConfChangeType.values();
        ConfChangeV2.Transition[] transitions = ConfChangeV2.Transition.values();
        for (int round = 0; round < 300; round++) {
            ConfChange v1 =
                    new ConfChange(values.number(), types[random.nextInt(4)], values.number(), values.bytes(50));
            assertThat(ConfChangeCodec.decodeV1(ConfChangeCodec.encode(v1)))
                    .usingRecursiveComparison()
                    .isEqualTo(v1);
            ConfChangeV2 v2 = new ConfChangeV2(
                    transitions[random.nextInt(3)],
                    List.of(
                            new ConfChangeV2.Single(types[random.nextInt(4)], values.number()),
                            new ConfChangeV2.Single(types[random.nextInt(4)], values.number())),
                    values.bytes(50));
            assertThat(ConfChangeCodec.decodeV2(ConfChangeCodec.encode(v2)))
                    .usingRecursiveComparison()
                    .isEqualTo(v2);
        }
        assertThat(ConfChangeCodec.decodeV2(Entry.NO_DATA).changes()).isEmpty();
    }

    @Test
    void unknownNumbersAreRefusedByName() {
        assertThatThrownBy(() -> EntryCodec.decode(HEX.parseHex("0803")))
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessage("unknown raft entry type 3");
        assertThatThrownBy(() -> ConfChangeCodec.decodeV1(HEX.parseHex("1009")))
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessage("unknown configuration change type 9");
    }

    @Test
    void fieldsOfLaterVersionsArePassedOver() throws Exception {
        assertThat(EntryCodec.decode(HEX.parseHex("080110021803" + "a206026869" + "a80601")))
                .usingRecursiveComparison()
                .isEqualTo(new Entry(EntryType.CONF_CHANGE, 2, 3, Entry.NO_DATA));
    }
}
