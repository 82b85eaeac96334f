// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RangeStreamResponse;
import java.io.IOException;

/** A RangeStreamResponse. */
public record EncodedRangeChunk(EncodedRange range) implements Encoded {
    @Override
    public Message toMessage() {
        return RangeStreamResponse.newBuilder()
                .setRangeResponse((RangeResponse) range.toMessage())
                .build();
    }

    @Override
    public int sizeBytes() {
        return ProtoEncoder.nestedSize(1, range.sizeBytes());
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
        ProtoEncoder.writeNestedHead(out, 1, range.sizeBytes());
        range.writeTo(out);
    }
}
