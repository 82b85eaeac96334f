// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file's bytes as a channel that can only be read. */
public final class MemoryChannel extends FileChannel {
    private final byte[] bytes;
    private long position;

    public MemoryChannel(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer into) {
        int count = read(into, position);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public int read(ByteBuffer into, long from) {
        if (from >= bytes.length) {
            return -1;
        }
        int count = (int) Math.min(into.remaining(), bytes.length - from);
        into.put(bytes, (int) from, count);
        return count;
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += Math.max(0, read(into[i]));
        }
        return total;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) throws java.io.IOException {
        int length = (int) Math.max(0, Math.min(count, bytes.length - from));
        return target.write(ByteBuffer.wrap(bytes, (int) from, length));
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public int write(ByteBuffer from, long at) {
        throw new NonWritableChannelException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new NonWritableChannelException();
    }

    @Override
    public FileChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) {
        throw new NonWritableChannelException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) {
        throw new NonWritableChannelException();
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
        throw new NonWritableChannelException();
    }

    @Override
    public void force(boolean metaData) {}

    @Override
    protected void implCloseChannel() {}
}
