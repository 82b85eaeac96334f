// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Disk}; offsets and sizes in bytes. Not for use by several threads at once. */
public interface DiskFile extends AutoCloseable {
    long sizeBytes() throws IOException;

    /** Fills the buffer from the offset on, as far as the file goes; returns the bytes read, 0 at the end. */
    int read(ByteBuffer into, long offset) throws IOException;

    /** Writes all that remains in the buffer. */
    void write(ByteBuffer from, long offset) throws IOException;

    /** Contents and size become durable (fdatasync). A failure is final: what is on disk is then unknown. */
    void fsyncData() throws IOException;

    /** Cuts the file, or extends it by zeros. */
    void resize(long sizeBytes) throws IOException;

    /** Keeps other processes out until the file is closed; false if one holds it. */
    boolean tryLock() throws IOException;

    @Override
    void close() throws IOException;
}
