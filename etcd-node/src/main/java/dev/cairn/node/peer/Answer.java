// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.peer.net.Handshake;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** A whole response: status, content type, body. */
record Answer(HttpResponseStatus status, String contentType, byte[] body) {
    static final Answer NO_CONTENT = new Answer(HttpResponseStatus.NO_CONTENT, null, new byte[0]);

    static Answer text(HttpResponseStatus status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(HttpResponseStatus status, String json) {
        return new Answer(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    static Answer protobuf(byte[] body) {
        return new Answer(HttpResponseStatus.OK, "application/protobuf", body);
    }

    static Answer refusal(Handshake.Refusal refusal) {
        return text(refusal.status(), refusal.text());
    }
}
