// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;

/** A transport that says whether it has room, and counts what it is asked for and given. */
final class CountedCall<Q, R> extends ServerCall<Q, R> {
    boolean ready = true;
    int requested;
    int sent;
    /** From so many messages on there is no room. */
    int fullAfter = Integer.MAX_VALUE;

    /** Null until it is. */
    Status closed;

    @Override
    public void request(int messages) {
        requested += messages;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(R message) {
        sent++;
        ready &= sent < fullAfter;
    }

    @Override
    public void close(Status status, Metadata trailers) {
        closed = status;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public MethodDescriptor<Q, R> getMethodDescriptor() {
        throw new AssertionError("nobody asks for it");
    }
}
