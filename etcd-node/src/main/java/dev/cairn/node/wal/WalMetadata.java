// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.protobuf.ProtoDecoder;
import dev.cairn.node.protobuf.ProtoEncoder;
import java.io.IOException;

/** Whose log it is ({@code etcdserverpb.Metadata}): the member and its cluster. */
public record WalMetadata(long nodeId, long clusterId) {
    private static final int NODE_ID = 1;
    private static final int CLUSTER_ID = 2;

    byte[] encode() {
        int size = CodedOutputStream.computeUInt64Size(NODE_ID, nodeId)
                + CodedOutputStream.computeUInt64Size(CLUSTER_ID, clusterId);
        return ProtoEncoder.encode(size, out -> {
            out.writeUInt64(NODE_ID, nodeId);
            out.writeUInt64(CLUSTER_ID, clusterId);
        });
    }

    static WalMetadata decode(CodedInputStream in) throws InvalidProtocolBufferException {
        return ProtoDecoder.decode(in, WalMetadata::read);
    }

    private static WalMetadata read(CodedInputStream in) throws IOException {
        long nodeId = 0;
        long clusterId = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case NODE_ID << 3 | ProtoDecoder.VARINT -> nodeId = in.readUInt64();
                case CLUSTER_ID << 3 | ProtoDecoder.VARINT -> clusterId = in.readUInt64();
                default -> in.skipField(tag);
            }
        }
        return new WalMetadata(nodeId, clusterId);
    }
}
