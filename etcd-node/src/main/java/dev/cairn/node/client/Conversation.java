// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import io.grpc.ClientCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A stream in both directions: said at once, heard by one thread that waits. At most {@link #UNREAD} answers wait for it. */
public final class Conversation<Q, A> implements AutoCloseable {
    private static final int UNREAD = 64;

    private final BlockingQueue<Heard<A>> heard = new LinkedBlockingQueue<>();
    private final ClientCallStreamObserver<Q> said;

    /** An answer, or why there will be no more. */
    private record Heard<A>(A answer, CallFailure end) {}

    Conversation(ClientCall<Q, A> call) {
        Ear ear = new Ear();
        said = (ClientCallStreamObserver<Q>) ClientCalls.asyncBidiStreamingCall(call, ear);
        said.request(UNREAD);
    }

    public synchronized void say(Q request) {
        said.onNext(request);
    }

    /** The next answer; empty if none came in time. */
    public Optional<A> hear(Duration patience) {
        try {
            Heard<A> next = heard.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            return next == null ? Optional.empty() : Optional.of(answer(next));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** The next answer, however long it takes. */
    public A hear() {
        try {
            return answer(heard.take());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private A answer(Heard<A> next) {
        if (next.end() != null) {
            heard.add(next);
            throw next.end();
        }
        said.request(1);
        return next.answer();
    }

    private static CallFailure interrupted() {
        Thread.currentThread().interrupt();
        return new CallFailure(Status.CANCELLED);
    }

    @Override
    public void close() {
        said.cancel("no longer needed", null);
    }

    private final class Ear implements ClientResponseObserver<Q, A> {
        @Override
        public void beforeStart(ClientCallStreamObserver<Q> stream) {
            stream.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(A answer) {
            heard.add(new Heard<>(answer, null));
        }

        @Override
        public void onError(Throwable failure) {
            heard.add(new Heard<>(
                    null,
                    failure instanceof StatusRuntimeException refused
                            ? CallFailure.of(refused)
                            : new CallFailure(Status.fromThrowable(failure))));
        }

        @Override
        public void onCompleted() {
            heard.add(new Heard<>(null, new CallFailure(Status.UNAVAILABLE.withDescription("the stream was ended"))));
        }
    }
}
