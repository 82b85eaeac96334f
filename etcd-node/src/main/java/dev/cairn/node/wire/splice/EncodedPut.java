// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.wire.etcdserverpb.PutResponse;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.io.IOException;

/** A PutResponse; {@code prevKv} is null where none was asked for or there was none. */
public record EncodedPut(ResponseHeader header, byte[] prevKv) implements Encoded {
    @Override
    public Message toMessage() {
        PutResponse.Builder response = PutResponse.newBuilder().setHeader(header);
        return prevKv == null
                ? response.build()
                : response.setPrevKv(ParsedRecords.keyValue(prevKv)).build();
    }

    @Override
    public int sizeBytes() {
        return ProtoEncoder.messageSize(1, header) + ProtoEncoder.encodedSize(2, prevKv);
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
        ProtoEncoder.writeMessage(out, 1, header);
        ProtoEncoder.writeEncoded(out, 2, prevKv);
    }
}
