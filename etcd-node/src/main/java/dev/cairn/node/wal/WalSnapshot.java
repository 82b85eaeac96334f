// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.codec.ConfStateCodec;
import dev.cairn.node.protobuf.ProtoDecoder;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.raft.ConfState;
import java.io.IOException;

/**
 * A point from which the log can be replayed ({@code walpb.Snapshot}): state up to {@code index} is durable elsewhere.
 * {@code confState} is absent (empty) at index 0 and in logs of etcd before 3.5.
 */
public record WalSnapshot(long index, long term, ConfState confState) {
    /** The beginning of a log: every new one starts with it. */
    public static final WalSnapshot NONE = new WalSnapshot(0, 0, ConfState.EMPTY);

    private static final int INDEX = 1;
    private static final int TERM = 2;
    private static final int CONF_STATE = 3;

    byte[] encode() {
        boolean withConfState = index != 0 || !confState.equals(ConfState.EMPTY);
        int confStateSize = ConfStateCodec.sizeBytes(confState);
        int size = CodedOutputStream.computeUInt64Size(INDEX, index)
                + CodedOutputStream.computeUInt64Size(TERM, term)
                + (withConfState ? ProtoEncoder.nestedSize(CONF_STATE, confStateSize) : 0);
        return ProtoEncoder.encode(size, out -> {
            out.writeUInt64(INDEX, index);
            out.writeUInt64(TERM, term);
            if (withConfState) {
                ProtoEncoder.writeNestedHead(out, CONF_STATE, confStateSize);
                ConfStateCodec.write(confState, out);
            }
        });
    }

    static WalSnapshot decode(CodedInputStream in) throws InvalidProtocolBufferException {
        return ProtoDecoder.decode(in, WalSnapshot::read);
    }

    private static WalSnapshot read(CodedInputStream in) throws IOException {
        long index = 0;
        long term = 0;
        ConfState confState = ConfState.EMPTY;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case INDEX << 3 | ProtoDecoder.VARINT -> index = in.readUInt64();
                case TERM << 3 | ProtoDecoder.VARINT -> term = in.readUInt64();
                case CONF_STATE << 3 | ProtoDecoder.BYTES -> confState = ConfStateCodec.decode(in.readByteArray());
                default -> in.skipField(tag);
            }
        }
        return new WalSnapshot(index, term, confState);
    }
}
