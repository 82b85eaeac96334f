// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.google.protobuf.Message;
import dev.cairn.node.api.http.HttpExchange;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;

/** One response, or an error. */
final class UnaryAnswer<R> extends ClientCall.Listener<R> {
    private final HttpExchange exchange;
    private R response;

    UnaryAnswer(HttpExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void onMessage(R message) {
        response = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (!status.isOk()) {
            GatewayErrors.respond(exchange, status);
            return;
        }
        exchange.addHeader("Grpc-Metadata-Content-Type", "application/grpc");
        exchange.respond(
                200, HttpExchange.JSON, JsonMessages.print((Message) response).getBytes(StandardCharsets.UTF_8));
    }
}
