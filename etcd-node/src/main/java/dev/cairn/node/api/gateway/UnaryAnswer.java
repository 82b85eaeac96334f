// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import dev.cairn.node.api.budget.ClientAnswers;
import dev.cairn.node.api.http.HttpExchange;
import dev.cairn.node.wire.EtcdError;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;

/** One response, or an error. The response counts as an answer under way until it is written. */
final class UnaryAnswer extends ClientCall.Listener<GatewayResponse> {
    private static final Status TOO_MUCH = Status.fromCodeValue(EtcdError.TOO_MANY_REQUESTS.code())
            .withDescription(EtcdError.TOO_MANY_REQUESTS.text());

    private final HttpExchange exchange;
    private final ClientAnswers.HeldAnswer counted;
    private GatewayResponse response;

    UnaryAnswer(HttpExchange exchange, ClientAnswers answers) {
        this.exchange = exchange;
        this.counted = answers.answer();
    }

    @Override
    public void onMessage(GatewayResponse message) {
        if (counted.tryTake(message.message().getSerializedSize())) {
            response = message;
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        Status answer = status.isOk() && response == null ? TOO_MUCH : status;
        if (!answer.isOk()) {
            counted.close();
            GatewayErrors.respond(exchange, answer);
            return;
        }
        exchange.addHeader("Grpc-Metadata-Content-Type", "application/grpc");
        exchange.respond(200, HttpExchange.JSON, new JsonPieces("", response.message(), "", counted::close));
    }
}
