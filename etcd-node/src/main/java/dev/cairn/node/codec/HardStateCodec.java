// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.protobuf.ProtoDecoder;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.raft.HardState;
import java.io.IOException;

/** {@code raftpb.HardState}: term, vote and commit, always. */
public final class HardStateCodec {
    private static final int TERM = 1;
    private static final int VOTE = 2;
    private static final int COMMIT = 3;

    private HardStateCodec() {}

    public static int sizeBytes(HardState state) {
        return CodedOutputStream.computeUInt64Size(TERM, state.term())
                + CodedOutputStream.computeUInt64Size(VOTE, state.vote())
                + CodedOutputStream.computeUInt64Size(COMMIT, state.commit());
    }

    public static void write(HardState state, CodedOutputStream out) throws IOException {
        out.writeUInt64(TERM, state.term());
        out.writeUInt64(VOTE, state.vote());
        out.writeUInt64(COMMIT, state.commit());
    }

    public static byte[] encode(HardState state) {
        return ProtoEncoder.encode(sizeBytes(state), out -> write(state, out));
    }

    public static HardState decode(byte[] bytes) throws InvalidProtocolBufferException {
        return ProtoDecoder.decode(bytes, HardStateCodec::read);
    }

    private static HardState read(CodedInputStream in) throws IOException {
        long term = 0;
        long vote = 0;
        long commit = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case TERM << 3 | ProtoDecoder.VARINT -> term = in.readUInt64();
                case VOTE << 3 | ProtoDecoder.VARINT -> vote = in.readUInt64();
                case COMMIT << 3 | ProtoDecoder.VARINT -> commit = in.readUInt64();
                default -> in.skipField(tag);
            }
        }
        return new HardState(term, vote, commit);
    }
}
