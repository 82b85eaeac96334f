// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import java.io.IOException;
import java.io.InputStream;

/** Bytes of which only the first part arrives before the connection breaks. */
final class BrokenStream extends InputStream {
    private final byte[] bytes;
    private final int until;
    private int at;

    BrokenStream(byte[] bytes, int until) {
        this.bytes = bytes;
        this.until = until;
    }

    @Override
    public int read() throws IOException {
        if (at >= until) {
            throw new IOException("the connection broke");
        }
        return bytes[at++] & 0xff;
    }
}
