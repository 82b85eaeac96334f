// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import io.grpc.ClientCall;
import io.grpc.StatusRuntimeException;

/**
 * The requests of a streaming call, read from the body as the service asks for them. Whatever is no request ends them, as
 * the body's end does; the answers go on.
 */
final class StreamRequests<Q> {
    private final JsonReader reader;
    private Q next;
    private boolean ended;

    /** {@code first} is null where there is none; {@code reader} reads what follows. */
    StreamRequests(Q first, JsonReader reader) {
        this.next = first;
        this.reader = reader;
    }

    void feed(ClientCall<Q, ?> call) {
        while (!ended && call.isReady()) {
            if (next == null) {
                ended = true;
                call.halfClose();
            } else {
                call.sendMessage(next);
                next = following();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Q following() {
        try {
            return (Q) reader.next();
        } catch (StatusRuntimeException noRequest) {
            return null;
        }
    }
}
