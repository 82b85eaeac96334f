// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.mvccpb.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/** Events of one watch, or a notice without any. */
public record WatchAnswer(WatchResponse message) implements CommandAnswer {
    @Override
    public void simple(SimpleLines out) {
        for (Event event : message.getEventsList()) {
            out.line(event.getType().name());
            if (event.hasPrevKv()) {
                out.keyValue(event.getPrevKv());
            }
            out.keyValue(event.getKv());
        }
    }

    @Override
    public void fields(FieldLines out) {
        out.header(message.getHeader());
        for (Event event : message.getEventsList()) {
            out.field("Type", event.getType());
            if (event.hasPrevKv()) {
                out.keyValue("Prev", event.getPrevKv());
            }
            out.keyValue("", event.getKv());
        }
    }

    /** Not the message's fields, but those of the Go client's own type. */
    @Override
    public Object json(boolean hex) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Header", message.hasHeader() ? message.getHeader() : null);
        fields.put("Events", message.getEventsCount() == 0 ? null : message.getEventsList());
        fields.put("CompactRevision", message.getCompactRevision());
        fields.put("Canceled", message.getCanceled());
        fields.put("Created", message.getCreated());
        fields.put("CancelReason", message.getCancelReason());
        return fields;
    }

    @Override
    public byte[] protobuf() {
        return message.toBuilder()
                .clearWatchId()
                .clearCancelReason()
                .clearFragment()
                .build()
                .toByteArray();
    }
}
