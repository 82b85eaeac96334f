// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets many threads use something that must not be torn down under them: whoever leaves last after {@link #close} runs
 * the teardown, so closing never waits. Entering and leaving touch no shared counter in the common case.
 */
public final class UseGate {
    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final AtomicBoolean tornDown = new AtomicBoolean();
    private final Runnable teardown;
    private volatile boolean closed;

    public UseGate(Runnable teardown) {
        this.teardown = teardown;
    }

    /** False once closed; otherwise {@link #exit} must follow. */
    public boolean enter() {
        entered.increment();
        VarHandle.fullFence();
        if (closed) {
            exit();
            return false;
        }
        return true;
    }

    public void exit() {
        left.increment();
        VarHandle.fullFence();
        if (closed) {
            tearDownIfEmpty();
        }
    }

    /** Nobody enters any more. */
    public void close() {
        closed = true;
        VarHandle.fullFence();
        tearDownIfEmpty();
    }

    /** Reads {@code left} first: both only grow, so if they are equal in this order nobody was inside in between. */
    private void tearDownIfEmpty() {
        long out = left.sum();
        VarHandle.fullFence();
        if (entered.sum() == out && tornDown.compareAndSet(false, true)) {
            teardown.run();
        }
    }
}
