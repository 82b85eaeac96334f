// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The other side of {@link MsgAppV2Encoder}. */
final class MsgAppV2Decoder implements StreamDecoder {
    private final long from;
    private final long to;
    private long term;
    private long index;
    /** Entries of a message that is not complete yet: what was decoded once stays decoded. */
    private List<Entry> entries;

    private long entriesLeft;

    MsgAppV2Decoder(long from, long to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public Message decode(ByteBuf in) throws IOException {
        while (entries != null || in.isReadable()) {
            if (entries != null) {
                return decodeEntries(in);
            }
            int type = in.getByte(in.readerIndex());
            switch (type) {
                case MsgAppV2Encoder.LINK_HEARTBEAT -> in.skipBytes(1);
                case MsgAppV2Encoder.APP_ENTRIES -> {
                    if (!startEntries(in)) {
                        return null;
                    }
                }
                case MsgAppV2Encoder.APP -> {
                    return decodeApp(in);
                }
                default -> throw new IOException("unknown type " + type + " on a peer's msgapp stream");
            }
        }
        return null;
    }

    private boolean startEntries(ByteBuf in) throws IOException {
        if (in.readableBytes() < 1 + Long.BYTES) {
            return false;
        }
        in.skipBytes(1);
        entriesLeft = in.readLong();
        if (entriesLeft < 0 || entriesLeft > MAX_MESSAGE_BYTES) {
            throw new IOException(entriesLeft + " entries in one message on a peer's msgapp stream");
        }
        entries = new ArrayList<>((int) Math.min(entriesLeft, 1024));
        return true;
    }

    private Message decodeEntries(ByteBuf in) throws IOException {
        while (entriesLeft > 0) {
            int start = in.readerIndex();
            int length = Sections.lengthIfWhole(in, start);
            if (length < 0) {
                return null;
            }
            entries.add(Sections.readEntry(in, start + Sections.LENGTH_BYTES, length));
            in.readerIndex(start + Sections.LENGTH_BYTES + length);
            entriesLeft--;
        }
        if (in.readableBytes() < Long.BYTES) {
            return null;
        }
        Message message = new Message.App(to, from, term, term, index, entries, in.readLong());
        index += entries.size();
        entries = null;
        return message;
    }

    private Message decodeApp(ByteBuf in) throws IOException {
        int start = in.readerIndex() + 1;
        int length = Sections.lengthIfWhole(in, start);
        if (length < 0) {
            return null;
        }
        Message message = Sections.readMessage(in, start + Sections.LENGTH_BYTES, length);
        in.readerIndex(start + Sections.LENGTH_BYTES + length);
        if (!(message instanceof Message.App app)) {
            throw new IOException(message.getClass().getSimpleName() + " on a peer's msgapp stream");
        }
        term = app.term();
        index = app.entries().isEmpty() ? app.index() : app.entries().getLast().index();
        return app;
    }
}
