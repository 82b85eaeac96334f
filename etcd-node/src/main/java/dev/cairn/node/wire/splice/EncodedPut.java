// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
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
                : response.setPrevKv(Parsed.keyValue(prevKv)).build();
    }

    @Override
    public int sizeBytes() {
        return Fields.size(1, header) + (prevKv == null ? 0 : Fields.size(2, prevKv));
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
        Fields.write(out, 1, header);
        if (prevKv != null) {
            Fields.write(out, 2, prevKv);
        }
    }
}
