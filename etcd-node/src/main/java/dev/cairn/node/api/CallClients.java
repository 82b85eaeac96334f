// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.api.budget.ClientAnswers;
import dev.cairn.node.api.gateway.GatewayCaller;
import dev.cairn.node.api.transport.ClientConnection;
import dev.cairn.node.server.Caller;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.List;

/** Who is behind a call: the client of its connection, or of the gateway's, whose calls have none of their own. */
final class CallClients {
    /** Where clients put their token, and where the gateway puts what came as a header; the first wins. */
    private static final List<Metadata.Key<String>> TOKEN_KEYS = List.of(
            Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER),
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));

    private static final String BEARER = "Bearer ";

    private final ClientAnswers gateway;
    private final SlowCalls slow;

    /** {@code gateway}: the bound that answers to all calls of the gateway count for; {@code slow} hears of each end. */
    CallClients(ClientAnswers gateway, SlowCalls slow) {
        this.slow = slow;
        this.gateway = gateway;
    }

    SlowCalls slow() {
        return slow;
    }

    Caller caller(ServerCall<?, ?> call, Metadata headers) {
        Caller shown = shown(call, headers);
        for (Metadata.Key<String> key : TOKEN_KEYS) {
            Iterable<String> tokens = headers.getAll(key);
            if (tokens != null) {
                String first = tokens.iterator().next();
                return shown.withToken(first.startsWith(BEARER) ? first.substring(BEARER.length()) : first);
            }
        }
        return shown;
    }

    private static Caller shown(ServerCall<?, ?> call, Metadata headers) {
        ClientConnection connection = ClientConnection.of(call);
        if (connection != null) {
            return connection.caller();
        }
        Caller named = headers.get(GatewayCaller.KEY);
        return (named == null ? Caller.ANONYMOUS : named).throughGateway();
    }

    /** What the call's answer counts for. */
    ClientAnswers answers(ServerCall<?, ?> call) {
        ClientConnection connection = ClientConnection.of(call);
        return connection == null ? gateway : connection.answers();
    }
}
