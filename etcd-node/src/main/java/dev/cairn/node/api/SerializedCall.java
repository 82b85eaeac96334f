// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A streaming call that any thread may send on and end. gRPC wants the calls one at a time and none after the end; who
 * comes late (an event for a stream that was just cancelled) is ignored here.
 */
final class SerializedCall<Q, R> extends ForwardingServerCall.SimpleForwardingServerCall<Q, R> {
    private boolean ended;

    private SerializedCall(ServerCall<Q, R> call) {
        super(call);
    }

    static <Q, R> SerializedCall<Q, R> of(ServerCall<Q, R> call) {
        return call instanceof SerializedCall<Q, R> already ? already : new SerializedCall<>(call);
    }

    @Override
    public synchronized boolean isReady() {
        return !ended && super.isReady();
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        if (!ended) {
            super.sendHeaders(headers);
        }
    }

    @Override
    public synchronized void sendMessage(R message) {
        if (!ended && !isCancelled()) {
            super.sendMessage(message);
        }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        if (!ended) {
            ended = true;
            super.close(status, trailers);
        }
    }
}
