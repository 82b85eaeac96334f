// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import dev.cairn.node.api.http.HttpExchange;
import dev.cairn.node.api.http.JsonText;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;

/** Errors as the gateway of etcd 3.6 and later words them, and the HTTP status that goes with each code. */
final class GatewayErrors {
    private GatewayErrors() {}

    static void respond(HttpExchange exchange, Status status) {
        respond(exchange, httpStatus(status.getCode()), status);
    }

    static void respond(HttpExchange exchange, int httpStatus, Status status) {
        if (status.getCode() == Status.Code.UNAUTHENTICATED) {
            exchange.addHeader("WWW-Authenticate", text(status));
        }
        exchange.respond(httpStatus, HttpExchange.JSON, json(status).getBytes(StandardCharsets.UTF_8));
    }

    static String json(Status status) {
        return JsonText.object(json -> {
            json.writeNumberField("code", status.getCode().value());
            json.writeStringField("message", text(status));
        });
    }

    private static String text(Status status) {
        return status.getDescription() == null ? "" : status.getDescription();
    }

    static int httpStatus(Status.Code code) {
        return switch (code) {
            case OK -> 200;
            case CANCELLED -> 499;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, ABORTED -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
            case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
        };
    }
}
