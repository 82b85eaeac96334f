// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.api.budget.ClientAnswers;
import dev.cairn.node.api.gateway.GatewayCaller;
import dev.cairn.node.api.transport.ClientConnection;
import dev.cairn.node.server.Caller;
import io.grpc.Metadata;
import io.grpc.ServerCall;

/** Who is behind a call: the client of its connection, or of the gateway's, whose calls have none of their own. */
final class CallClients {
    private final ClientAnswers gateway;

    /** {@code gateway}: the bound that answers to all calls of the gateway count for. */
    CallClients(ClientAnswers gateway) {
        this.gateway = gateway;
    }

    Caller caller(ServerCall<?, ?> call, Metadata headers) {
        ClientConnection connection = ClientConnection.of(call);
        if (connection != null) {
            return connection.caller();
        }
        Caller named = headers.get(GatewayCaller.KEY);
        return named == null ? Caller.ANONYMOUS : named;
    }

    /** What the call's answer counts for. */
    ClientAnswers answers(ServerCall<?, ?> call) {
        ClientConnection connection = ClientConnection.of(call);
        return connection == null ? gateway : connection.answers();
    }
}
