// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.protobuf.ProtoDecoder;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import java.io.IOException;

/** {@code raftpb.Entry}: type, term and index always, data when not empty. */
public final class EntryCodec {
    private static final int TYPE = 1;
    private static final int TERM = 2;
    private static final int INDEX = 3;
    private static final int DATA = 4;
    private static final EntryType[] TYPES = EntryType.values();

    private EntryCodec() {}

    public static int sizeBytes(Entry entry) {
        return CodedOutputStream.computeEnumSize(TYPE, entry.type().ordinal())
                + CodedOutputStream.computeUInt64Size(TERM, entry.term())
                + CodedOutputStream.computeUInt64Size(INDEX, entry.index())
                + ProtoEncoder.bytesSize(DATA, entry.data());
    }

    public static void write(Entry entry, CodedOutputStream out) throws IOException {
        out.writeEnum(TYPE, entry.type().ordinal());
        out.writeUInt64(TERM, entry.term());
        out.writeUInt64(INDEX, entry.index());
        ProtoEncoder.writeBytes(out, DATA, entry.data());
    }

    public static byte[] encode(Entry entry) {
        return ProtoEncoder.encode(sizeBytes(entry), out -> write(entry, out));
    }

    public static Entry decode(byte[] bytes) throws InvalidProtocolBufferException {
        return decode(ProtoDecoder.over(bytes, 0, bytes.length));
    }

    /** Reads to the stream's end or limit. */
    public static Entry decode(CodedInputStream in) throws InvalidProtocolBufferException {
        return ProtoDecoder.decode(in, EntryCodec::read);
    }

    static Entry read(CodedInputStream in) throws IOException {
        EntryType type = EntryType.NORMAL;
        long term = 0;
        long index = 0;
        byte[] data = Entry.NO_DATA;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case TYPE << 3 | ProtoDecoder.VARINT -> type = ProtoDecoder.readEnum(in, TYPES, "raft entry type");
                case TERM << 3 | ProtoDecoder.VARINT -> term = in.readUInt64();
                case INDEX << 3 | ProtoDecoder.VARINT -> index = in.readUInt64();
                case DATA << 3 | ProtoDecoder.BYTES -> data = in.readByteArray();
                default -> in.skipField(tag);
            }
        }
        return new Entry(type, term, index, data);
    }
}
