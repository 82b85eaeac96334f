// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.api.transport.ClientConnection;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.ForwardedReply;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.util.concurrent.Semaphore;

/**
 * Calls that hash a password: of one connection only so many at once, so that it does not take the turns of all others. A
 * call counts until its password is done with, also where the client has given it up. The gateway's connections have one
 * request at a time anyway.
 */
final class PasswordCalls<Q, R> implements ServerCallHandler<Q, R> {
    private final UnaryHandler.Method<Q, R> method;
    private final CallClients clients;

    PasswordCalls(UnaryHandler.Method<Q, R> method, CallClients clients) {
        this.method = method;
        this.clients = clients;
    }

    @Override
    public ServerCall.Listener<Q> startCall(ServerCall<Q, R> call, Metadata headers) {
        ClientConnection connection = ClientConnection.of(call);
        UnaryHandler.Method<Q, R> bounded = connection == null
                ? method
                : (caller, request, reply) -> call(connection.passwordTurns(), caller, request, reply);
        return new UnaryHandler<>(bounded, clients).startCall(call, headers);
    }

    private void call(Semaphore turns, Caller caller, Q request, Reply<R> reply) {
        if (!turns.tryAcquire()) {
            throw EtcdError.TOO_MANY_LOGINS.exception();
        }
        Reply<R> counted = new ForwardedReply<>(reply) {
            @Override
            public void done(R answer) {
                turns.release();
                reply.done(answer);
            }

            @Override
            public void failed(RuntimeException error) {
                turns.release();
                reply.failed(error);
            }
        };
        try {
            method.call(caller, request, counted);
        } catch (RuntimeException e) {
            counted.failed(e);
        }
    }
}
