// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
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
        prevKvs.forEach(each -> response.addPrevKvs(Parsed.keyValue(each)));
        return response.build();
    }

    @Override
    public int sizeBytes() {
        return Fields.size(1, header) + Fields.size(2, deleted) + Fields.size(3, prevKvs);
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
        Fields.write(out, 1, header);
        Fields.write(out, 2, deleted);
        Fields.write(out, 3, prevKvs);
    }
}
