// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.concurrency;

import dev.cairn.node.server.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** An answer that its asker waits for. */
final class Asked<T> implements Reply<T> {
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    /** What is answered; the failure is thrown. */
    static <T> T of(Consumer<Reply<T>> question) throws InterruptedException {
        Asked<T> asked = new Asked<>();
        question.accept(asked);
        return asked.take();
    }

    T take() throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a question failed", e.getCause());
        }
    }

    @Override
    public void done(T value) {
        answer.complete(value);
    }

    @Override
    public void failed(RuntimeException error) {
        answer.completeExceptionally(error);
    }
}
