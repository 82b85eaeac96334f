// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import dev.cairn.node.api.budget.Events;
import dev.cairn.node.api.http.HttpExchange;
import dev.cairn.node.api.http.JsonText;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;

/**
 * A line per message: {@code {"result":…}}, and at last {@code {"error":…}} if it ends badly. The next message is asked
 * for when one is written: a client that does not read holds up its own stream alone. The requests are read from the body
 * as the service asks for them.
 */
final class StreamAnswer<Q> extends ClientCall.Listener<GatewayResponse> {
    private final HttpExchange exchange;
    private final ClientCall<Q, GatewayResponse> call;
    private final StreamRequests<Q> requests;
    private final Events events;
    private boolean started;

    StreamAnswer(
            HttpExchange exchange, ClientCall<Q, GatewayResponse> call, StreamRequests<Q> requests, Events events) {
        this.exchange = exchange;
        this.call = call;
        this.requests = requests;
        this.events = events;
    }

    /** Called for calls of many requests only. */
    @Override
    public void onReady() {
        requests.feed(call);
    }

    @Override
    public void onMessage(GatewayResponse response) {
        start();
        Object transfer = new Object();
        response.shared().forEach(each -> events.hold(each, transfer, exchange::abort));
        exchange.sendPieces(new JsonPieces("{\"result\":", response.message(), "}\n", () -> {
            events.release(transfer, response.shared(), 0);
            call.request(1);
        }));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (status.isOk()) {
            start();
        } else if (started) {
            exchange.sendPiece(error(status));
        } else {
            exchange.respond(GatewayErrors.httpStatus(status.getCode()), HttpExchange.JSON, error(status));
            return;
        }
        exchange.endStream();
    }

    private void start() {
        if (!started) {
            started = true;
            exchange.addHeader("Grpc-Metadata-Content-Type", "application/grpc");
            exchange.startStream(200, HttpExchange.JSON);
        }
    }

    private static byte[] error(Status status) {
        String line = JsonText.object(json -> {
            json.writeFieldName("error");
            json.writeRawValue(GatewayErrors.json(status));
        });
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
