// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A leader's appends: as long as each goes on where the last one ended, in the same term, only entries and commit index
 * are written; else the message whole. Type bytes 0 sign of life, 1 entries, 2 message.
 */
final class MsgAppV2Encoder implements StreamEncoder {
    static final int LINK_HEARTBEAT = 0;
    static final int APP_ENTRIES = 1;
    static final int APP = 2;

    private long term;
    private long index;

    @Override
    public void encode(Message message, ByteBuf out) {
        Message.App app = (Message.App) message;
        List<Entry> entries = app.entries();
        if (index == app.index() && term == app.logTerm() && app.logTerm() == app.term() && isContiguous(app)) {
            out.writeByte(APP_ENTRIES);
            out.writeLong(entries.size());
            for (Entry entry : entries) {
                Sections.write(entry, out);
            }
            out.writeLong(app.commit());
            index += entries.size();
            return;
        }
        out.writeByte(APP);
        Sections.write(app, out);
        term = app.term();
        index = entries.isEmpty() ? app.index() : entries.getLast().index();
    }

    @Override
    public void encodeLinkHeartbeat(ByteBuf out) {
        out.writeByte(LINK_HEARTBEAT);
    }

    /** The reader counts; it does not look at the entries' own numbers. */
    private static boolean isContiguous(Message.App app) {
        return app.entries().isEmpty()
                || app.entries().getLast().index()
                        == app.index() + app.entries().size();
    }
}
