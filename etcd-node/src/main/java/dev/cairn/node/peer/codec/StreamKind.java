// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

/** The two streams between each pair of members, in each direction; path element as in the URL. */
public enum StreamKind {
    /** Everything, each message whole. */
    MESSAGE("message"),
    /** A leader's appends, without what the reader can work out. */
    MSG_APP_V2("msgapp");

    private final String pathElement;

    StreamKind(String pathElement) {
        this.pathElement = pathElement;
    }

    public String pathElement() {
        return pathElement;
    }

    public StreamEncoder newEncoder() {
        return this == MESSAGE ? new MessageStreamEncoder() : new MsgAppV2Encoder();
    }

    /** {@code from} writes, {@code to} reads. */
    public StreamDecoder newDecoder(long from, long to) {
        return this == MESSAGE ? new MessageStreamDecoder() : new MsgAppV2Decoder(from, to);
    }
}
