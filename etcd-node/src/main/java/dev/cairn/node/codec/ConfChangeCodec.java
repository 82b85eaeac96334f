// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.protobuf.ProtoDecoder;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code raftpb.ConfChange} and {@code ConfChangeV2}: numbers always, context when not empty. */
public final class ConfChangeCodec {
    private static final ConfChangeType[] TYPES = ConfChangeType.values();
    private static final ConfChangeV2.Transition[] TRANSITIONS = ConfChangeV2.Transition.values();

    private ConfChangeCodec() {}

    /** An entry to propose. */
    public static Entry entry(ConfChange change) {
        return new Entry(EntryType.CONF_CHANGE, 0, 0, encode(change));
    }

    /** An entry to propose. */
    public static Entry entry(ConfChangeV2 change) {
        return new Entry(EntryType.CONF_CHANGE_V2, 0, 0, encode(change));
    }

    /**
     * The change that an entry carries; one of the first form becomes one of the second with the same effect.
     *
     * @throws IllegalArgumentException if it carries none, with the reason
     */
    public static ConfChangeV2 decode(Entry entry) {
        try {
            return switch (entry.type()) {
                case CONF_CHANGE -> decodeV1(entry.data()).toV2();
                case CONF_CHANGE_V2 -> decodeV2(entry.data());
                case NORMAL ->
                    throw new IllegalArgumentException("entry " + entry.index() + " is no configuration change");
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("configuration change cannot be read: " + e.getMessage(), e);
        }
    }

    public static byte[] encode(ConfChange change) {
        int size = CodedOutputStream.computeUInt64Size(1, change.id())
                + CodedOutputStream.computeEnumSize(2, change.type().ordinal())
                + CodedOutputStream.computeUInt64Size(3, change.nodeId())
                + ProtoEncoder.bytesSize(4, change.context());
        return ProtoEncoder.encode(size, out -> {
            out.writeUInt64(1, change.id());
            out.writeEnum(2, change.type().ordinal());
            out.writeUInt64(3, change.nodeId());
            ProtoEncoder.writeBytes(out, 4, change.context());
        });
    }

    /** The data of an entry of type CONF_CHANGE. */
    public static ConfChange decodeV1(byte[] bytes) throws InvalidProtocolBufferException {
        return ProtoDecoder.decode(bytes, ConfChangeCodec::readV1);
    }

    public static byte[] encode(ConfChangeV2 change) {
        int size = CodedOutputStream.computeEnumSize(1, change.transition().ordinal())
                + ProtoEncoder.bytesSize(3, change.context());
        for (ConfChangeV2.Single single : change.changes()) {
            size += ProtoEncoder.nestedSize(2, singleSize(single));
        }
        return ProtoEncoder.encode(size, out -> {
            out.writeEnum(1, change.transition().ordinal());
            for (ConfChangeV2.Single single : change.changes()) {
                ProtoEncoder.writeNestedHead(out, 2, singleSize(single));
                out.writeEnum(1, single.type().ordinal());
                out.writeUInt64(2, single.nodeId());
            }
            ProtoEncoder.writeBytes(out, 3, change.context());
        });
    }

    /** The data of an entry of type CONF_CHANGE_V2; no data at all means: leave the joint configuration. */
    public static ConfChangeV2 decodeV2(byte[] bytes) throws InvalidProtocolBufferException {
        return ProtoDecoder.decode(bytes, ConfChangeCodec::readV2);
    }

    private static int singleSize(ConfChangeV2.Single single) {
        return CodedOutputStream.computeEnumSize(1, single.type().ordinal())
                + CodedOutputStream.computeUInt64Size(2, single.nodeId());
    }

    private static ConfChange readV1(CodedInputStream in) throws IOException {
        long id = 0;
        ConfChangeType type = ConfChangeType.ADD_NODE;
        long nodeId = 0;
        byte[] context = Entry.NO_DATA;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | ProtoDecoder.VARINT -> id = in.readUInt64();
                case 2 << 3 | ProtoDecoder.VARINT ->
                    type = ProtoDecoder.readEnum(in, TYPES, "configuration change type");
                case 3 << 3 | ProtoDecoder.VARINT -> nodeId = in.readUInt64();
                case 4 << 3 | ProtoDecoder.BYTES -> context = in.readByteArray();
                default -> ProtoDecoder.skipUnknown(in, tag, 4);
            }
        }
        return new ConfChange(id, type, nodeId, context);
    }

    private static ConfChangeV2 readV2(CodedInputStream in) throws IOException {
        ConfChangeV2.Transition transition = ConfChangeV2.Transition.AUTO;
        List<ConfChangeV2.Single> changes = new ArrayList<>();
        byte[] context = Entry.NO_DATA;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | ProtoDecoder.VARINT ->
                    transition = ProtoDecoder.readEnum(in, TRANSITIONS, "configuration change transition");
                case 2 << 3 | ProtoDecoder.BYTES ->
                    changes.add(ProtoDecoder.readNested(in, ConfChangeCodec::readSingle));
                case 3 << 3 | ProtoDecoder.BYTES -> context = in.readByteArray();
                default -> ProtoDecoder.skipUnknown(in, tag, 3);
            }
        }
        return new ConfChangeV2(transition, changes, context);
    }

    private static ConfChangeV2.Single readSingle(CodedInputStream in) throws IOException {
        ConfChangeType type = ConfChangeType.ADD_NODE;
        long nodeId = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | ProtoDecoder.VARINT ->
                    type = ProtoDecoder.readEnum(in, TYPES, "configuration change type");
                case 2 << 3 | ProtoDecoder.VARINT -> nodeId = in.readUInt64();
                default -> ProtoDecoder.skipUnknown(in, tag, 2);
            }
        }
        return new ConfChangeV2.Single(type, nodeId);
    }
}
