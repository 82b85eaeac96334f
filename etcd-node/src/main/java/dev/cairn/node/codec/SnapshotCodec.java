// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.protobuf.ProtoDecoder;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import java.io.IOException;

/** {@code raftpb.Snapshot}: data when not empty, then its metadata, always. */
public final class SnapshotCodec {
    private static final int DATA = 1;
    private static final int METADATA = 2;
    private static final int CONF_STATE = 1;
    private static final int INDEX = 2;
    private static final int TERM = 3;

    private SnapshotCodec() {}

    public static int sizeBytes(Snapshot snapshot) {
        return ProtoEncoder.bytesSize(DATA, snapshot.data())
                + ProtoEncoder.nestedSize(METADATA, metadataSize(snapshot.metadata()));
    }

    public static void write(Snapshot snapshot, CodedOutputStream out) throws IOException {
        SnapshotMetadata metadata = snapshot.metadata();
        ProtoEncoder.writeBytes(out, DATA, snapshot.data());
        ProtoEncoder.writeNestedHead(out, METADATA, metadataSize(metadata));
        ProtoEncoder.writeNestedHead(out, CONF_STATE, ConfStateCodec.sizeBytes(metadata.confState()));
        ConfStateCodec.write(metadata.confState(), out);
        out.writeUInt64(INDEX, metadata.index());
        out.writeUInt64(TERM, metadata.term());
    }

    public static byte[] encode(Snapshot snapshot) {
        return ProtoEncoder.encode(sizeBytes(snapshot), out -> write(snapshot, out));
    }

    public static Snapshot decode(byte[] bytes) throws InvalidProtocolBufferException {
        return ProtoDecoder.decode(bytes, SnapshotCodec::read);
    }

    static Snapshot read(CodedInputStream in) throws IOException {
        byte[] data = Entry.NO_DATA;
        SnapshotMetadata metadata = SnapshotMetadata.EMPTY;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case DATA << 3 | ProtoDecoder.BYTES -> data = in.readByteArray();
                case METADATA << 3 | ProtoDecoder.BYTES ->
                    metadata = ProtoDecoder.readNested(in, SnapshotCodec::readMetadata);
                default -> in.skipField(tag);
            }
        }
        return new Snapshot(metadata, data);
    }

    private static int metadataSize(SnapshotMetadata metadata) {
        return ProtoEncoder.nestedSize(CONF_STATE, ConfStateCodec.sizeBytes(metadata.confState()))
                + CodedOutputStream.computeUInt64Size(INDEX, metadata.index())
                + CodedOutputStream.computeUInt64Size(TERM, metadata.term());
    }

    private static SnapshotMetadata readMetadata(CodedInputStream in) throws IOException {
        ConfState confState = ConfState.EMPTY;
        long index = 0;
        long term = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case CONF_STATE << 3 | ProtoDecoder.BYTES ->
                    confState = ProtoDecoder.readNested(in, ConfStateCodec::read);
                case INDEX << 3 | ProtoDecoder.VARINT -> index = in.readUInt64();
                case TERM << 3 | ProtoDecoder.VARINT -> term = in.readUInt64();
                default -> in.skipField(tag);
            }
        }
        return new SnapshotMetadata(confState, index, term);
    }
}
