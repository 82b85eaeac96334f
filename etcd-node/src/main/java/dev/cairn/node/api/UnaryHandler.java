// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.api.budget.ClientAnswers;
import dev.cairn.node.api.transport.ClientConnection;
import dev.cairn.node.api.transport.SharingAllocator;
import dev.cairn.node.server.Reply;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands one request to the member; the answer may come from any thread. As with Go's server the first message is the
 * call, whatever comes behind it.
 */
final class UnaryHandler<Q, R> implements ServerCallHandler<Q, R> {
    private static final Logger LOG = LoggerFactory.getLogger(UnaryHandler.class);

    private final BiConsumer<Q, Reply<R>> method;

    UnaryHandler(BiConsumer<Q, Reply<R>> method) {
        this.method = method;
    }

    @Override
    public ServerCall.Listener<Q> startCall(ServerCall<Q, R> call, Metadata headers) {
        call.request(1);
        return new Listener(call);
    }

    private final class Listener extends ServerCall.Listener<Q> {
        private final ServerCall<Q, R> call;
        private final ClientAnswers.Answer counted;
        private boolean asked;

        Listener(ServerCall<Q, R> call) {
            this.call = call;
            ClientAnswers client = call.getAttributes().get(CallGuard.ANSWERS);
            this.counted = client == null ? null : client.answer();
        }

        /** The answer's last byte is with the connection's socket. */
        @Override
        public void onComplete() {
            ended();
        }

        @Override
        public void onCancel() {
            ended();
        }

        private void ended() {
            if (counted != null) {
                counted.close();
            }
        }

        @Override
        public void onMessage(Q request) {
            asked = true;
            Reply<R> reply = new CallReply<>(call, counted);
            try {
                method.accept(request, reply);
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
    private record CallReply<R>(ServerCall<?, R> call, ClientAnswers.Answer counted) implements Reply<R> {
        @Override
        public boolean hasRoomFor(long bytes) {
            return counted == null || counted.tryTake(bytes);
        }

        @Override
        public void done(R answer) {
            onLoop(() -> send(answer));
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
            onLoop(() -> {
                if (!call.isCancelled()) {
                    call.close(ErrorStatus.of(error, call.getMethodDescriptor().getFullMethodName()), new Metadata());
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
