// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.io.IOException;
import java.util.List;

/** A RangeResponse whose key-value records are stored bytes; without a header where that is null. */
public record EncodedRange(ResponseHeader header, List<byte[]> kvs, boolean more, long count) implements Encoded {
    @Override
    public Message toMessage() {
        RangeResponse.Builder response =
                RangeResponse.newBuilder().setMore(more).setCount(count);
        if (header != null) {
            response.setHeader(header);
        }
        kvs.forEach(each -> response.addKvs(ParsedRecords.keyValue(each)));
        return response.build();
    }

    @Override
    public int sizeBytes() {
        return ProtoEncoder.messageSize(1, header)
                + ProtoEncoder.encodedSize(2, kvs)
                + ProtoEncoder.boolSize(3, more)
                + ProtoEncoder.int64Size(4, count);
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
        ProtoEncoder.writeMessage(out, 1, header);
        ProtoEncoder.writeEncoded(out, 2, kvs);
        ProtoEncoder.writeBool(out, 3, more);
        ProtoEncoder.writeInt64(out, 4, count);
    }
}
