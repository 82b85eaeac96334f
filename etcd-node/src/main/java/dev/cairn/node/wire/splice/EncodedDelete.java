// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeResponse;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.io.IOException;
import java.util.List;

/** A DeleteRangeResponse. */
public record EncodedDelete(ResponseHeader header, long deleted, List<byte[]> prevKvs) implements Encoded {
    @Override
    public Message toMessage() {
        DeleteRangeResponse.Builder response =
                DeleteRangeResponse.newBuilder().setHeader(header).setDeleted(deleted);
        prevKvs.forEach(each -> response.addPrevKvs(ParsedRecords.keyValue(each)));
        return response.build();
    }

    @Override
    public int sizeBytes() {
        return ProtoEncoder.messageSize(1, header)
                + ProtoEncoder.int64Size(2, deleted)
                + ProtoEncoder.encodedSize(3, prevKvs);
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
        ProtoEncoder.writeMessage(out, 1, header);
        ProtoEncoder.writeInt64(out, 2, deleted);
        ProtoEncoder.writeEncoded(out, 3, prevKvs);
    }
}
