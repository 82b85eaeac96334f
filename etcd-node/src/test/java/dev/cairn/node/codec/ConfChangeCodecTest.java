// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes are what etcd's generated code writes: numbers always, a context when there is one. */
class ConfChangeCodecTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @Test
    void changeOfTheFirstFormHasEveryNumber() throws Exception {
        ConfChange change = new ConfChange(1, ConfChangeType.ADD_LEARNER_NODE, 300, new byte[] {'x'});
        byte[] bytes = hex("08 01  10 03  18 ac02  22 01 78");
        assertThat(ConfChangeCodec.encode(change)).isEqualTo(bytes);
        ConfChange read = ConfChangeCodec.decodeV1(bytes);
        assertThat(read).usingRecursiveComparison().isEqualTo(change);
    }

    @Test
    void idsTakeAll64Bits() throws Exception {
        ConfChange change = new ConfChange(-1, ConfChangeType.ADD_NODE, -2, Entry.NO_DATA);
        byte[] bytes = hex("08 ffffffffffffffffff01  10 00  18 feffffffffffffffff01");
        assertThat(ConfChangeCodec.encode(change)).isEqualTo(bytes);
        assertThat(ConfChangeCodec.decodeV1(bytes).nodeId()).isEqualTo(-2);
    }

    @Test
    void changeOfTheSecondFormNestsItsChanges() throws Exception {
        ConfChangeV2 change = new ConfChangeV2(
                ConfChangeV2.Transition.JOINT_EXPLICIT,
                List.of(
                        new ConfChangeV2.Single(ConfChangeType.REMOVE_NODE, 1),
                        new ConfChangeV2.Single(ConfChangeType.ADD_NODE, 4)),
                Entry.NO_DATA);
        byte[] bytes = hex("08 02  12 04 08011001  12 04 08001004");
        assertThat(ConfChangeCodec.encode(change)).isEqualTo(bytes);
        assertThat(ConfChangeCodec.decodeV2(bytes)).usingRecursiveComparison().isEqualTo(change);
    }

    @Test
    void noBytesMeanLeaveTheJointConfiguration() throws Exception {
        Entry leave = new Entry(EntryType.CONF_CHANGE_V2, 1, 1, Entry.NO_DATA);
        assertThat(ConfChangeCodec.decode(leave).changes()).isEmpty();
        assertThat(ConfChangeCodec.decode(leave).transition()).isEqualTo(ConfChangeV2.Transition.AUTO);
    }

    @Test
    void fieldsOfLaterVersionsAreSkipped() throws Exception {
        byte[] bytes = hex("08 01  50 05  5a 02 aabb  61 0102030405060708  6d 01020304  18 07");
        assertThat(ConfChangeCodec.decodeV1(bytes).nodeId()).isEqualTo(7);
    }

    @Test
    void damageIsNamed() {
        assertThatThrownBy(() -> ConfChangeCodec.decodeV1(hex("22 05 01"))).hasMessageContaining("ended unexpectedly");
        assertThatThrownBy(() -> ConfChangeCodec.decodeV1(hex("08 ff"))).hasMessageContaining("ended unexpectedly");
        assertThatThrownBy(() -> ConfChangeCodec.decodeV1(hex("08 ffffffffffffffffffff01")))
                .hasMessageContaining("malformed varint");
        assertThatThrownBy(() -> ConfChangeCodec.decodeV1(hex("10 09"))).hasMessageContaining("type 9");
        assertThatThrownBy(() -> ConfChangeCodec.decodeV1(hex("0a 00")))
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessage("wrong wireType = 2 for field 1");
        assertThatThrownBy(() -> ConfChangeCodec.decodeV2(hex("08 07"))).hasMessageContaining("transition 7");
        assertThatThrownBy(() -> ConfChangeCodec.decodeV2(hex("12 02 12 00")))
                .hasMessage("wrong wireType = 2 for field 2");
        assertThatThrownBy(() -> ConfChangeCodec.decodeV2(hex("0b"))).hasMessageContaining("wireType = 3");
    }

    @Test
    void entryThatCarriesNoneIsRefusedWithTheReason() {
        assertThatThrownBy(() -> ConfChangeCodec.decode(new Entry(EntryType.CONF_CHANGE, 1, 1, hex("08 ff"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("configuration change cannot be read: ");
        assertThatThrownBy(() -> ConfChangeCodec.decode(Entry.normal(1, 7, Entry.NO_DATA)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("entry 7 is no configuration change");
    }

    @Test
    void entryToProposeCarriesTheChange() {
        ConfChange change = new ConfChange(1, ConfChangeType.ADD_NODE, 300, Entry.NO_DATA);
        assertThat(ConfChangeCodec.decode(ConfChangeCodec.entry(change)))
                .usingRecursiveComparison()
                .isEqualTo(change.toV2());
        assertThat(ConfChangeCodec.decode(ConfChangeCodec.entry(change.toV2())))
                .usingRecursiveComparison()
                .isEqualTo(change.toV2());
    }
}
