// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import dev.cairn.node.wire.etcdserverpb.DeleteRangeResponse;
import dev.cairn.node.wire.etcdserverpb.PutResponse;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;

/** What became of one read, put or deletion, alone or within a transaction. */
public final class KvAnswers {
    private KvAnswers() {}

    /** Keys that were found. */
    public record Got(RangeResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            message.getKvsList().forEach(out::keyValue);
        }

        @Override
        public void fields(FieldLines out) {
            out.header(message.getHeader());
            message.getKvsList().forEach(each -> out.keyValue("", each));
            out.field("More", message.getMore());
            out.field("Count", message.getCount());
        }
    }

    /** A key that was put. */
    public record Stored(PutResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            out.line("OK");
            if (message.hasPrevKv()) {
                out.keyValue(message.getPrevKv());
            }
        }

        @Override
        public void fields(FieldLines out) {
            out.header(message.getHeader());
            if (message.hasPrevKv()) {
                out.keyValue("Prev", message.getPrevKv());
            }
        }
    }

    /** Keys that were deleted. */
    public record Deleted(DeleteRangeResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            out.line(Long.toString(message.getDeleted()));
            message.getPrevKvsList().forEach(out::keyValue);
        }

        @Override
        public void fields(FieldLines out) {
            out.header(message.getHeader());
            out.field("Deleted", message.getDeleted());
            message.getPrevKvsList().forEach(each -> out.keyValue("Prev", each));
        }
    }
}
