// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Whose log it is ({@code etcdserverpb.Metadata}): the member and its cluster. */
public record WalMetadata(long nodeId, long clusterId) {
    byte[] encode() {
        byte[] bytes = new byte
                [CodedOutputStream.computeUInt64Size(1, nodeId) + CodedOutputStream.computeUInt64Size(2, clusterId)];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeUInt64(1, nodeId);
            out.writeUInt64(2, clusterId);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes;
    }

    static WalMetadata decode(CodedInputStream in) throws InvalidProtocolBufferException {
        long nodeId = 0;
        long clusterId = 0;
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case 1 << 3 -> nodeId = in.readUInt64();
                    case 2 << 3 -> clusterId = in.readUInt64();
                    default -> in.skipField(tag);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
        return new WalMetadata(nodeId, clusterId);
    }
}
