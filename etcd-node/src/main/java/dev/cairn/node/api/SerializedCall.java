// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import com.google.protobuf.MessageLite;
import dev.cairn.node.api.budget.Events;
import dev.cairn.node.api.transport.ClientConnection;
import dev.cairn.node.api.transport.SharingAllocator;
import dev.cairn.node.wire.splice.Encoded;
import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A streaming call that any thread may send on and end. gRPC wants the calls one at a time and none after the end; who
 * comes late (an event for a stream that was just cancelled) is ignored here. Messages are encoded on the connection's
 * event loop: who sends neither spends the memory for it nor learns that it could not be had, which ends this call alone.
 */
final class SerializedCall<Q, R> extends ForwardingServerCall.SimpleForwardingServerCall<Q, R> {
    private static final Logger LOG = LoggerFactory.getLogger(SerializedCall.class);

    /** What may wait for the event loop before the call counts as full: gRPC's own bound for what waits behind it. */
    private static final int READY_BYTES = 32 * 1024;

    private final ClientConnection connection;
    private final AtomicLong waitingBytes = new AtomicLong();
    private volatile boolean ended;
    private volatile boolean foundFull;
    private volatile Runnable ready = () -> {};
    private volatile Events events;

    private SerializedCall(ServerCall<Q, R> call) {
        super(call);
        this.connection = ClientConnection.of(call);
    }

    static <Q, R> SerializedCall<Q, R> of(ServerCall<Q, R> call) {
        return call instanceof SerializedCall<Q, R> already ? already : new SerializedCall<>(call);
    }

    /** Messages share large pieces with those of other calls, and count as {@code counted} until they are written. */
    void share(Events counted) {
        events = counted;
    }

    /** Beside gRPC's own onReady: what waited for the event loop is gone after {@link #isReady} said no because of it. */
    void onReady(Runnable run) {
        ready = run;
    }

    @Override
    public boolean isReady() {
        if (waitingBytes.get() < READY_BYTES) {
            return !ended && super.isReady();
        }
        foundFull = true;
        // It may have been encoded in between: then nobody else would tell.
        return waitingBytes.get() < READY_BYTES && !ended && super.isReady();
    }

    @Override
    public void sendHeaders(Metadata headers) {
        onLoop(() -> headersNow(headers));
    }

    private synchronized void headersNow(Metadata headers) {
        if (!ended) {
            super.sendHeaders(headers);
        }
    }

    @Override
    public void sendMessage(R message) {
        if (connection == null) {
            sendNow(message);
            return;
        }
        int bytes = sizeBytes(message);
        waitingBytes.addAndGet(bytes);
        onLoop(() -> {
            try {
                sendNow(message);
            } finally {
                waitingBytes.addAndGet(-bytes);
            }
            if (foundFull && waitingBytes.get() < READY_BYTES) {
                foundFull = false;
                ready.run();
            }
        });
    }

    private void sendNow(R message) {
        try {
            if (events == null || connection == null) {
                sendInTurn(message);
            } else {
                SharingAllocator.sharing(events, connection::cutOff, () -> sendInTurn(message));
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            String method = getMethodDescriptor().getFullMethodName();
            LOG.warn("a stream of {} ends: a message of {} bytes could not be sent", method, sizeBytes(message), e);
            close(Status.RESOURCE_EXHAUSTED.withDescription("the message could not be sent: " + e), new Metadata());
        }
    }

    private synchronized void sendInTurn(R message) {
        if (!ended && !isCancelled()) {
            super.sendMessage(message);
        }
    }

    private static int sizeBytes(Object message) {
        return switch (message) {
            case Encoded encoded -> encoded.sizeBytes();
            case MessageLite generated -> generated.getSerializedSize();
            default -> 0;
        };
    }

    @Override
    public void close(Status status, Metadata trailers) {
        onLoop(() -> closeNow(status, trailers));
    }

    private synchronized void closeNow(Status status, Metadata trailers) {
        if (!ended) {
            ended = true;
            super.close(status, trailers);
        }
    }

    /** Runs the task where the call's own events run, after this; {@code elsewhere} where it has no event loop. */
    void later(Runnable task, Executor elsewhere) {
        if (connection == null) {
            elsewhere.execute(task);
        } else {
            connection.later(task);
        }
    }

    private void onLoop(Runnable task) {
        if (connection == null) {
            task.run();
        } else {
            connection.execute(task);
        }
    }
}
