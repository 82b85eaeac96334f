// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import java.io.IOException;
import java.util.List;

/** A WatchResponse that carries events; each event's bytes are encoded once and shared by every watcher it goes to. */
public record EncodedWatch(ResponseHeader header, long watchId, boolean fragment, List<byte[]> events)
        implements Encoded {
    @Override
    public Message toMessage() {
        WatchResponse.Builder response =
                WatchResponse.newBuilder().setHeader(header).setWatchId(watchId).setFragment(fragment);
        events.forEach(each -> response.addEvents(ParsedRecords.event(each)));
        return response.build();
    }

    @Override
    public List<byte[]> largePieces(int bytes) {
        return events.stream().filter(each -> each.length >= bytes).toList();
    }

    @Override
    public int sizeBytes() {
        return ProtoEncoder.messageSize(1, header)
                + ProtoEncoder.int64Size(2, watchId)
                + ProtoEncoder.boolSize(7, fragment)
                + ProtoEncoder.encodedSize(11, events);
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
        ProtoEncoder.writeMessage(out, 1, header);
        ProtoEncoder.writeInt64(out, 2, watchId);
        ProtoEncoder.writeBool(out, 7, fragment);
        ProtoEncoder.writeEncoded(out, 11, events);
    }
}
