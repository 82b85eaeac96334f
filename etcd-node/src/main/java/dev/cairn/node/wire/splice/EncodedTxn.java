// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.ResponseOp;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;
import java.io.IOException;
import java.util.List;

/** A TxnResponse over the responses of its operations. */
public record EncodedTxn(ResponseHeader header, boolean succeeded, List<Op> responses) implements Encoded {
    /** One ResponseOp: the field number of its oneof, and the response. */
    public record Op(int field, Encoded response) implements Encoded {
        public static final int RANGE = 1;
        public static final int PUT = 2;
        public static final int DELETE_RANGE = 3;
        public static final int TXN = 4;

        @Override
        public Message toMessage() {
            ResponseOp.Builder op = ResponseOp.newBuilder();
            return op.setField(ResponseOp.getDescriptor().findFieldByNumber(field), response.toMessage())
                    .build();
        }

        @Override
        public int sizeBytes() {
            return ProtoEncoder.nestedSize(field, response.sizeBytes());
        }

        @Override
        public void writeTo(CodedOutputStream out) throws IOException {
            ProtoEncoder.writeNestedHead(out, field, response.sizeBytes());
            response.writeTo(out);
        }
    }

    @Override
    public Message toMessage() {
        TxnResponse.Builder response =
                TxnResponse.newBuilder().setHeader(header).setSucceeded(succeeded);
        responses.forEach(each -> response.addResponses((ResponseOp) each.toMessage()));
        return response.build();
    }

    @Override
    public int sizeBytes() {
        int size = ProtoEncoder.messageSize(1, header) + ProtoEncoder.boolSize(2, succeeded);
        for (Op op : responses) {
            size += ProtoEncoder.nestedSize(3, op.sizeBytes());
        }
        return size;
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
        ProtoEncoder.writeMessage(out, 1, header);
        ProtoEncoder.writeBool(out, 2, succeeded);
        for (Op op : responses) {
            ProtoEncoder.writeNestedHead(out, 3, op.sizeBytes());
            op.writeTo(out);
        }
    }
}
