// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.budget.ClientAnswers;
import dev.cairn.node.server.Caller;
import io.grpc.Attributes;
import io.grpc.ServerCall;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A gRPC client's connection as its calls see it. Whoever has an answer hands it over here: it is encoded on the
 * connection's event loop, in the order in which it came, so that neither the work nor a fault of it meets the stages.
 */
public final class ClientConnection implements Executor {
    static final Attributes.Key<ClientConnection> KEY = Attributes.Key.create("client-connection");

    /** Tasks in one turn, so that one busy connection leaves its event loop to others. */
    private static final int TURN_TASKS = 256;

    /** Logins and new passwords of one connection at once. */
    private static final int PASSWORD_TURNS = 8;

    private final Channel channel;
    private final ClientAnswers answers;
    private final Caller caller;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Semaphore passwordTurns = new Semaphore(PASSWORD_TURNS);
    private final AtomicBoolean scheduled = new AtomicBoolean();

    ClientConnection(Channel channel, ByteBudget budget, Caller caller) {
        this.channel = channel;
        this.answers = budget.client();
        this.caller = caller;
    }

    /** The connection of a call; null for a call of this process' own gateway. */
    public static ClientConnection of(ServerCall<?, ?> call) {
        return call.getAttributes().get(KEY);
    }

    public ClientAnswers answers() {
        return answers;
    }

    /** Who hashes a password for this client takes one, and gives it back. */
    public Semaphore passwordTurns() {
        return passwordTurns;
    }

    public Caller caller() {
        return caller;
    }

    /** Runs the task on the event loop, behind those that came before; at once where that is here and now. */
    @Override
    public void execute(Runnable task) {
        if (channel.eventLoop().inEventLoop() && !scheduled.get()) {
            task.run();
            return;
        }
        later(task);
    }

    /** As {@link #execute}, but never at once. */
    public void later(Runnable task) {
        tasks.add(task);
        schedule();
    }

    private void schedule() {
        if (!scheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.eventLoop().execute(this::turn);
        } catch (RejectedExecutionException e) {
            // The process stops: there is nobody left to tell.
            tasks.clear();
        }
    }

    private void turn() {
        try {
            for (int i = 0; i < TURN_TASKS; i++) {
                Runnable task = tasks.poll();
                if (task == null) {
                    break;
                }
                task.run();
            }
        } finally {
            // Also where a task failed: the others' answers are behind it.
            scheduled.set(false);
            if (!tasks.isEmpty()) {
                schedule();
            }
        }
    }

    /** Closes the socket, whatever is under way. */
    public void cutOff() {
        channel.eventLoop()
                .execute(() -> channel.unsafe().close(channel.unsafe().voidPromise()));
    }
}
