// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that does all that another one does; who extends it changes some of it. */
public abstract class ForwardedFile implements DiskFile {
    private final DiskFile file;

    protected ForwardedFile(DiskFile file) {
        this.file = file;
    }

    @Override
    public long sizeBytes() throws IOException {
        return file.sizeBytes();
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
        return file.read(into, offset);
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        file.write(from, offset);
    }

    @Override
    public void fsyncData() throws IOException {
        file.fsyncData();
    }

    @Override
    public void resize(long sizeBytes) throws IOException {
        file.resize(sizeBytes);
    }

    @Override
    public boolean tryLock() throws IOException {
        return file.tryLock();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
