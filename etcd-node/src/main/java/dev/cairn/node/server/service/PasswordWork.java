// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.Replies;
import dev.cairn.node.wire.EtcdError;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where passwords are hashed and checked: on threads of their own, since each takes a processor for tens of milliseconds,
 * and so few at once that a flood of logins is refused rather than served late. What one connection may have here is
 * bounded where connections are known.
 */
public final class PasswordWork {
    /** With those at work; at etcd's cost about four seconds of one processor. */
    public static final int MAX_WAITING = 64;

    private final Executor threads;
    private final AtomicInteger waiting = new AtomicInteger();

    public PasswordWork(Executor threads) {
        this.threads = threads;
    }

    /** {@code next} gets what {@code work} made, or {@code reply} why not. */
    public <T> void run(Reply<?> reply, Supplier<T> work, Consumer<T> next) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            reply.failed(EtcdError.TOO_MANY_LOGINS.exception());
            return;
        }
        threads.execute(() -> Replies.guard(reply, () -> next.accept(done(work))));
    }

    private <T> T done(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            waiting.decrementAndGet();
        }
    }
}
