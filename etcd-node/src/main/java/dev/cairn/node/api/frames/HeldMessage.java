// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.frames;

import dev.cairn.node.api.budget.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * The part of a call's message that has come while the rest has not. It is kept on the heap, as one array, so that
 * neither small frames nor slow senders hold the connection's buffers, and counted as received where it is not small.
 */
final class HeldMessage {
    private static final int FIRST_BYTES = 4096;
    private static final byte[] NOTHING = {};

    private final ByteBudget budget;
    private byte[] bytes = NOTHING;
    private int size;
    private int countedBytes;

    HeldMessage(ByteBudget budget) {
        this.budget = budget;
    }

    int size() {
        return size;
    }

    /** False where all that has come of requests is too much already: then nothing more is kept. */
    boolean add(ByteBuf data, int offset, int length) {
        if (size + length > ByteBudget.SMALL_BYTES) {
            int more = size + length - countedBytes;
            if (!budget.tryReceive(more)) {
                return false;
            }
            countedBytes += more;
        }
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length, Math.max(FIRST_BYTES, 2 * bytes.length)));
        }
        data.getBytes(offset, bytes, size, length);
        size += length;
        return true;
    }

    /** What was kept, and no longer is. */
    ByteBuf take() {
        ByteBuf whole = Unpooled.wrappedBuffer(bytes, 0, size);
        clear();
        return whole;
    }

    void clear() {
        bytes = NOTHING;
        size = 0;
        budget.received(countedBytes);
        countedBytes = 0;
    }
}
