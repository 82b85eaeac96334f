// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.protobuf.ProtoDecoder;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.raft.ConfState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code raftpb.ConfState}: repeated ids unpacked, {@code auto_leave} always. */
public final class ConfStateCodec {
    private static final int VOTERS = 1;
    private static final int LEARNERS = 2;
    private static final int VOTERS_OUTGOING = 3;
    private static final int LEARNERS_NEXT = 4;
    private static final int AUTO_LEAVE = 5;

    private ConfStateCodec() {}

    public static int sizeBytes(ConfState state) {
        return longsSize(VOTERS, state.voters())
                + longsSize(LEARNERS, state.learners())
                + longsSize(VOTERS_OUTGOING, state.votersOutgoing())
                + longsSize(LEARNERS_NEXT, state.learnersNext())
                + CodedOutputStream.computeBoolSize(AUTO_LEAVE, true);
    }

    public static void write(ConfState state, CodedOutputStream out) throws IOException {
        writeLongs(out, VOTERS, state.voters());
        writeLongs(out, LEARNERS, state.learners());
        writeLongs(out, VOTERS_OUTGOING, state.votersOutgoing());
        writeLongs(out, LEARNERS_NEXT, state.learnersNext());
        out.writeBool(AUTO_LEAVE, state.autoLeave());
    }

    public static byte[] encode(ConfState state) {
        return ProtoEncoder.encode(sizeBytes(state), out -> write(state, out));
    }

    public static ConfState decode(byte[] bytes) throws InvalidProtocolBufferException {
        return decode(ProtoDecoder.over(bytes, 0, bytes.length));
    }

    /** Reads to the stream's end or limit. */
    public static ConfState decode(CodedInputStream in) throws InvalidProtocolBufferException {
        return ProtoDecoder.decode(in, ConfStateCodec::read);
    }

    static ConfState read(CodedInputStream in) throws IOException {
        List<Long> voters = new ArrayList<>();
        List<Long> learners = new ArrayList<>();
        List<Long> votersOutgoing = new ArrayList<>();
        List<Long> learnersNext = new ArrayList<>();
        boolean autoLeave = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case VOTERS << 3 | ProtoDecoder.VARINT, VOTERS << 3 | ProtoDecoder.BYTES ->
                    ProtoDecoder.readLongs(in, tag & 7, voters);
                case LEARNERS << 3 | ProtoDecoder.VARINT, LEARNERS << 3 | ProtoDecoder.BYTES ->
                    ProtoDecoder.readLongs(in, tag & 7, learners);
                case VOTERS_OUTGOING << 3 | ProtoDecoder.VARINT, VOTERS_OUTGOING << 3 | ProtoDecoder.BYTES ->
                    ProtoDecoder.readLongs(in, tag & 7, votersOutgoing);
                case LEARNERS_NEXT << 3 | ProtoDecoder.VARINT, LEARNERS_NEXT << 3 | ProtoDecoder.BYTES ->
                    ProtoDecoder.readLongs(in, tag & 7, learnersNext);
                case AUTO_LEAVE << 3 | ProtoDecoder.VARINT -> autoLeave = in.readBool();
                default -> in.skipField(tag);
            }
        }
        return new ConfState(voters, learners, votersOutgoing, learnersNext, autoLeave);
    }

    private static int longsSize(int field, List<Long> values) {
        int size = 0;
        for (long value : values) {
            size += CodedOutputStream.computeUInt64Size(field, value);
        }
        return size;
    }

    private static void writeLongs(CodedOutputStream out, int field, List<Long> values) throws IOException {
        for (long value : values) {
            out.writeUInt64(field, value);
        }
    }
}
