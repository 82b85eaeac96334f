// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** The client's side of a server-streaming call: exactly one request, then its end; anything else is refused in Go's words. */
abstract class OneRequestCall<Q> extends ServerCall.Listener<Q> {
    private static final String NO_MESSAGE =
            "cardinality violation: received no request message from non-client-streaming RPC";
    private static final String MANY_MESSAGES =
            "cardinality violation: received multiple request messages for non-client-streaming RPC";

    private final ServerCall<Q, ?> call;
    private Q request;
    private boolean many;

    /** Asks for two messages, so that a second one is seen. */
    OneRequestCall(ServerCall<Q, ?> call) {
        this.call = call;
        call.request(2);
    }

    /** The request has come whole, and nothing behind it. */
    abstract void asked(Q request);

    @Override
    public final void onMessage(Q message) {
        if (request == null) {
            request = message;
        } else if (!many) {
            many = true;
            call.close(Status.INTERNAL.withDescription(MANY_MESSAGES), new Metadata());
        }
    }

    @Override
    public final void onHalfClose() {
        if (many) {
            return;
        }
        if (request == null) {
            call.close(Status.INTERNAL.withDescription(NO_MESSAGE), new Metadata());
        } else {
            asked(request);
        }
    }
}
