// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.budget;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** What the answers of one client take of the bound, and what each of them may still take. Any thread. */
public final class ClientAnswers {
    private final Bound bound;
    private final AtomicLong used = new AtomicLong();

    private final BooleanSupplier scarce;

    ClientAnswers(Bound bound, BooleanSupplier scarce) {
        this.bound = bound;
        this.scarce = scarce;
    }

    public HeldAnswer answer() {
        return new HeldAnswer();
    }

    /** One answer. Closed once, whether it was written or given up; taking afterwards takes nothing. */
    public final class HeldAnswer implements AutoCloseable {
        private long bytes;
        private boolean closed;

        /** False where the answer, with the bytes added, does not fit: then nothing was taken. */
        public synchronized boolean tryTake(long more) {
            if (closed) {
                return true;
            }
            if (bytes + more <= ByteBudget.SMALL_BYTES) {
                bound.take(more);
            } else if (scarce.getAsBoolean() || !isShare(more) || !bound.tryTake(more, bound.limitBytes())) {
                bound.refused();
                return false;
            }
            used.addAndGet(more);
            bytes += more;
            return true;
        }

        /** Who has no other answer under way may have all there is. */
        private boolean isShare(long more) {
            return used.get() == bytes || used.get() + more <= bound.limitBytes() / 2;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                bound.release(bytes);
                used.addAndGet(-bytes);
            }
        }
    }
}
