// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.budget.Events;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * A buffer that is written once: large arrays become parts of it as they are, the small pieces between them are copied.
 * What it holds of a watch response counts as events under way until it is released.
 */
final class SharingBuf extends CompositeByteBuf {
    private static final int FIRST_CHUNK_BYTES = 512;
    private static final int LAST_CHUNK_BYTES = 64 * 1024;

    private final int room;
    private final Events events;
    private final Runnable cutOff;
    /** Stands for this buffer, whose own equality is that of its content. */
    private final Object transfer = new Object();

    private final List<byte[]> shared = new ArrayList<>(1);
    private long copiedBytes;
    private int chunkBytes = FIRST_CHUNK_BYTES;

    SharingBuf(ByteBufAllocator allocator, int room, Events events, Runnable cutOff) {
        super(allocator, true, Integer.MAX_VALUE);
        this.room = room;
        this.events = events;
        this.cutOff = cutOff;
    }

    /** Parts are added as they are needed. */
    @Override
    public int writableBytes() {
        return room - writerIndex();
    }

    @Override
    public CompositeByteBuf writeByte(int value) {
        makeRoom(1);
        super.writeByte(value);
        return this;
    }

    @Override
    public CompositeByteBuf writeBytes(byte[] source, int offset, int length) {
        if (length < ByteBudget.SHARED_BYTES) {
            makeRoom(length);
            super.writeBytes(source, offset, length);
            return this;
        }
        // Cuts off what is left of the last chunk, so that the next part begins here.
        capacity(writerIndex());
        addComponent(true, Unpooled.wrappedBuffer(source, offset, length));
        if (events != null) {
            shared.add(source);
            events.hold(source, transfer, cutOff);
        }
        chunkBytes = FIRST_CHUNK_BYTES;
        return this;
    }

    private void makeRoom(int bytes) {
        if (capacity() - writerIndex() >= bytes) {
            return;
        }
        capacity(writerIndex());
        int size = Math.max(bytes, Math.min(chunkBytes, room - writerIndex()));
        chunkBytes = Math.min(2 * chunkBytes, LAST_CHUNK_BYTES);
        ByteBuf chunk = alloc().directBuffer(size, size);
        addComponent(false, chunk.writerIndex(size));
        if (events != null) {
            copiedBytes += size;
            events.holdCopy(size, transfer, cutOff);
        }
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        if (events != null) {
            events.release(transfer, shared, copiedBytes);
        }
    }
}
