// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** A method that waits for its answer on a thread of its own, which is interrupted when the client is gone. */
final class BlockingMethod<Q, R> implements UnaryHandler.Method<Q, R> {
    private final Work<Q, R> work;
    private final Executor blocking;

    /** What is asked. */
    @FunctionalInterface
    interface Work<Q, R> {
        R answer(Caller caller, Q request) throws InterruptedException;
    }

    BlockingMethod(Work<Q, R> work, Executor blocking) {
        this.work = work;
        this.blocking = blocking;
    }

    @Override
    public void call(Caller caller, Q request, Reply<R> reply) {
        FutureTask<Void> task = new FutureTask<>(() -> answer(caller, request, reply), null);
        blocking.execute(task);
        reply.whenGone(() -> task.cancel(true));
    }

    private void answer(Caller caller, Q request, Reply<R> reply) {
        try {
            reply.done(work.answer(caller, request));
        } catch (InterruptedException e) {
            // The thread ends here, and who asked is gone.
            reply.failed(EtcdError.REQUEST_CANCELED.exception());
        } catch (RuntimeException e) {
            reply.failed(asUnknown(e));
        }
    }

    /** Locks and elections of etcd's ask through its Go client, and what that is refused has lost its code by then. */
    static RuntimeException asUnknown(RuntimeException error) {
        return error instanceof EtcdException refusal
                ? Status.UNKNOWN.withDescription(refusal.error().text()).asRuntimeException()
                : error;
    }
}
