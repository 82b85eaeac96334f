// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.codec.ConfStateCodec;
import dev.cairn.node.raft.ConfState;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A point from which the log can be replayed ({@code walpb.Snapshot}): state up to {@code index} is durable elsewhere.
 * {@code confState} is absent (empty) at index 0 and in logs of etcd before 3.5.
 */
public record WalSnapshot(long index, long term, ConfState confState) {
    /** The beginning of a log: every new one starts with it. */
    public static final WalSnapshot NONE = new WalSnapshot(0, 0, ConfState.EMPTY);

    byte[] encode() {
        boolean withConfState = index != 0 || !confState.equals(ConfState.EMPTY);
        int confStateSize = ConfStateCodec.sizeBytes(confState);
        int size = CodedOutputStream.computeUInt64Size(1, index) + CodedOutputStream.computeUInt64Size(2, term);
        if (withConfState) {
            size += 1 + CodedOutputStream.computeUInt32SizeNoTag(confStateSize) + confStateSize;
        }
        byte[] bytes = new byte[size];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeUInt64(1, index);
            out.writeUInt64(2, term);
            if (withConfState) {
                out.writeTag(3, 2);
                out.writeUInt32NoTag(confStateSize);
                ConfStateCodec.write(confState, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes;
    }

    static WalSnapshot decode(CodedInputStream in) throws InvalidProtocolBufferException {
        long index = 0;
        long term = 0;
        ConfState confState = ConfState.EMPTY;
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case 1 << 3 -> index = in.readUInt64();
                    case 2 << 3 -> term = in.readUInt64();
                    case 3 << 3 | 2 -> confState = ConfStateCodec.decode(in.readByteArray());
                    default -> in.skipField(tag);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
        return new WalSnapshot(index, term, confState);
    }
}
