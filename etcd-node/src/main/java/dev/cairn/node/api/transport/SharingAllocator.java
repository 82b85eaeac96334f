// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.budget.Events;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A connection's allocator. What gRPC asks of it while a response is being encoded takes large pieces by reference:
 * gRPC itself has no way to send bytes without copying them for each stream. Everything else goes to the allocator behind.
 */
public final class SharingAllocator extends AbstractByteBufAllocator {
    /** Whose response this thread is encoding. */
    private static final ThreadLocal<Transfer> CURRENT = new ThreadLocal<>();

    private final ByteBufAllocator delegate;

    /** The bound that a response counts for, and what ends the connection that holds it for too long. */
    private record Transfer(Events events, Runnable cutOff) {}

    SharingAllocator(ByteBufAllocator delegate) {
        super(true);
        this.delegate = delegate;
    }

    /** Runs {@code encode}: arrays of {@link ByteBudget#SHARED_BYTES} that it writes must never change again. */
    public static void sharing(Events events, Runnable cutOff, Runnable encode) {
        CURRENT.set(new Transfer(events, cutOff));
        try {
            encode.run();
        } finally {
            CURRENT.remove();
        }
    }

    /** As above, for an answer, whose bytes are counted with its call. */
    public static void sharing(Runnable encode) {
        sharing(null, null, encode);
    }

    @Override
    public ByteBuf buffer(int initialCapacity, int maxCapacity) {
        Transfer transfer = initialCapacity < 2 * ByteBudget.SHARED_BYTES ? null : CURRENT.get();
        return transfer == null
                ? super.buffer(initialCapacity, maxCapacity)
                : new SharingBuf(delegate, initialCapacity, transfer.events(), transfer.cutOff());
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return delegate.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        return delegate.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return delegate.isDirectBufferPooled();
    }
}
