// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.LongAdder;

/** Counts the bytes that are read through it. */
final class CountedInput extends FilterInputStream {
    private final LongAdder bytes;

    CountedInput(InputStream in, LongAdder bytes) {
        super(in);
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) {
            bytes.increment();
        }
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read > 0) {
            bytes.add(read);
        }
        return read;
    }
}
