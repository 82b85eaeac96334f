// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import dev.cairn.node.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/** An open file of a {@link SimDisk}: good until it is closed or the power fails. */
final class SimDiskFile implements DiskFile {
    private final SimDisk disk;
    private final SimFile file;
    private final Path path;
    private final int epoch;
    private boolean holdsLock;
    private boolean closed;

    SimDiskFile(SimDisk disk, SimFile file, Path path, int epoch) {
        this.disk = disk;
        this.file = file;
        this.path = path;
        this.epoch = epoch;
    }

    @Override
    public long sizeBytes() throws IOException {
        check();
        return file.size();
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
        check();
        byte[] bytes = new byte[into.remaining()];
        int count = file.read(offset, bytes, bytes.length);
        into.put(bytes, 0, count);
        return count;
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        check();
        disk.step(SimDisk.Operation.WRITE, path);
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        disk.use(file.newBytes(offset, bytes.length));
        file.write(offset, bytes);
        disk.cutIfDue();
    }

    @Override
    public void fsyncData() throws IOException {
        check();
        disk.step(SimDisk.Operation.FSYNC, path);
        disk.cutIfDue();
        if (disk.takeFsyncFailure()) {
            file.loseDirty();
            throw new IOException(path + ": Input/output error");
        }
        file.makeDurable();
    }

    @Override
    public void resize(long sizeBytes) throws IOException {
        check();
        disk.step(SimDisk.Operation.RESIZE, path);
        file.resize(sizeBytes);
        disk.cutIfDue();
    }

    @Override
    public boolean tryLock() throws IOException {
        check();
        holdsLock |= file.lock();
        return holdsLock;
    }

    @Override
    public void close() {
        if (holdsLock && epoch == disk.epoch()) {
            file.unlock();
        }
        closed = true;
    }

    private void check() throws IOException {
        disk.checkPower();
        if (closed || epoch != disk.epoch()) {
            throw new ClosedChannelException();
        }
    }
}
