// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.budget;

/** How many calls of one connection are open. On its event loop only. */
public final class OpenCalls {
    /** So many at once pass whatever others have open. */
    static final int ALWAYS = 64;

    private final Bound bound;
    private int open;

    OpenCalls(Bound bound) {
        this.bound = bound;
    }

    /** False where there are too many, here and in all. Who got true calls {@link #end} once. */
    public boolean tryBegin() {
        if (open < ALWAYS) {
            bound.take(ByteBudget.CALL_BYTES);
        } else if (!bound.tryTake(ByteBudget.CALL_BYTES, bound.limitBytes())) {
            bound.refused();
            return false;
        }
        open++;
        return true;
    }

    public void end() {
        open--;
        bound.release(ByteBudget.CALL_BYTES);
    }
}
