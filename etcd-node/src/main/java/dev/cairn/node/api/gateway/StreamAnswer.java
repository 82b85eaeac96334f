// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.google.protobuf.Message;
import dev.cairn.node.api.http.HttpExchange;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** A line per message: {@code {"result":…}}, and at last {@code {"error":…}} if it ends badly. */
final class StreamAnswer<R> extends ClientCall.Listener<R> {
    private final HttpExchange exchange;
    private final ClientCall<?, R> call;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private boolean started;

    StreamAnswer(HttpExchange exchange, ClientCall<?, R> call) {
        this.exchange = exchange;
        this.call = call;
        exchange.onWritable(this::more);
    }

    @Override
    public void onMessage(R message) {
        start();
        exchange.sendPiece(line("result", JsonMessages.print((Message) message)));
        // Asked for only when the last one is on its way: a client that does not read holds up its own stream alone.
        waiting.set(true);
        if (exchange.isWritable()) {
            more();
        }
    }

    private void more() {
        if (waiting.compareAndSet(true, false)) {
            call.request(1);
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (status.isOk()) {
            start();
        } else if (started) {
            exchange.sendPiece(line("error", GatewayErrors.json(status)));
        } else {
            exchange.respond(
                    GatewayErrors.httpStatus(status.getCode()),
                    HttpExchange.JSON,
                    line("error", GatewayErrors.json(status)));
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

    private static byte[] line(String name, String json) {
        return ("{\"" + name + "\":" + json + "}\n").getBytes(StandardCharsets.UTF_8);
    }
}
