// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.api.budget.ClientAnswers;
import dev.cairn.node.api.transport.ClientConnection;
import dev.cairn.node.api.transport.SharingAllocator;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands one request to the member; the answer may come from any thread. As with Go's server the first message is the
 * call, whatever comes behind it.
 */
final class UnaryHandler<Q, R> implements ServerCallHandler<Q, R> {
    private static final Logger LOG = LoggerFactory.getLogger(UnaryHandler.class);

    private final Method<Q, R> method;
    private final CallClients clients;

    /** A method of a service port. */
    @FunctionalInterface
    interface Method<Q, R> {
        void call(Caller caller, Q request, Reply<R> reply);
    }

    UnaryHandler(Method<Q, R> method, CallClients clients) {
        this.method = method;
        this.clients = clients;
    }

    @Override
    public ServerCall.Listener<Q> startCall(ServerCall<Q, R> call, Metadata headers) {
        call.request(1);
        return new Listener(call, clients.caller(call, headers));
    }

    private final class Listener extends ServerCall.Listener<Q> {
        private final ServerCall<Q, R> call;
        private final Caller caller;
        private final ClientAnswers client;
        private final ClientAnswers.HeldAnswer counted;
        private boolean asked;
        private Runnable gone = () -> {};
        private boolean cancelled;

        Listener(ServerCall<Q, R> call, Caller caller) {
            this.call = call;
            this.caller = caller;
            this.client = clients.answers(call);
            this.counted = client.answer();
        }

        /** The answer's last byte is with the connection's socket. */
        @Override
        public void onComplete() {
            ended();
        }

        @Override
        public void onCancel() {
            ended();
            Runnable told;
            synchronized (this) {
                cancelled = true;
                told = gone;
            }
            told.run();
        }

        private void whenGone(Runnable run) {
            synchronized (this) {
                if (!cancelled) {
                    gone = run;
                    return;
                }
            }
            run.run();
        }

        private void ended() {
            counted.close();
        }

        @Override
        public void onMessage(Q request) {
            asked = true;
            Reply<R> reply = new CallReply<>(
                    call,
                    caller,
                    client,
                    counted,
                    clients.slow(),
                    clients.slow().begun(request),
                    this::whenGone);
            try {
                method.call(caller, request, reply);
            } catch (RuntimeException e) {
                reply.failed(e);
            }
        }

        @Override
        public void onHalfClose() {
            if (!asked) {
                call.close(Status.UNKNOWN.withDescription("EOF"), new Metadata());
            }
        }
    }

    /**
     * The client may be gone when the answer comes: then there is nobody to tell. Who answers neither spends the memory
     * for the encoded answer nor learns that it could not be had.
     */
    private record CallReply<R>(
            ServerCall<?, R> call,
            Caller caller,
            ClientAnswers client,
            ClientAnswers.HeldAnswer counted,
            SlowCalls slow,
            SlowCalls.Begun begun,
            Consumer<Runnable> gone)
            implements Reply<R> {
        @Override
        public boolean hasRoomFor(long bytes) {
            return counted.tryTake(bytes);
        }

        @Override
        public void whenGone(Runnable run) {
            gone.accept(run);
        }

        @Override
        public void done(R answer) {
            slow.ended(call, begun, answer);
            onLoop(() -> send(answer));
        }

        /** A large answer takes its time, which the other calls of the event loop would wait for. */
        @Override
        public void doneHere(R answer) {
            slow.ended(call, begun, answer);
            send(answer);
        }

        private void send(R answer) {
            if (call.isCancelled()) {
                return;
            }
            try {
                call.sendHeaders(new Metadata());
                SharingAllocator.sharing(() -> call.sendMessage(answer));
                call.close(Status.OK, new Metadata());
            } catch (OutOfMemoryError e) {
                // gRPC has ended the call.
                LOG.warn(
                        "no memory for an answer of {}",
                        call.getMethodDescriptor().getFullMethodName(),
                        e);
            }
        }

        @Override
        public void failed(RuntimeException error) {
            slow.ended(call, begun, null);
            onLoop(() -> {
                if (!call.isCancelled()) {
                    call.close(
                            ErrorStatus.of(error, call.getMethodDescriptor().getFullMethodName(), caller),
                            new Metadata());
                }
            });
        }

        private void onLoop(Runnable task) {
            ClientConnection connection = ClientConnection.of(call);
            if (connection == null) {
                task.run();
            } else {
                connection.execute(task);
            }
        }
    }
}
