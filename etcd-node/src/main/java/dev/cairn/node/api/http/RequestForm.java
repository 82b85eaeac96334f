// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

/** Whether a request is one at all, by the rules of Go's net/http, on which etcd's pages and gateway stand. */
final class RequestForm {
    private static final String HOST_PUNCTUATION = "!$%&'()*+,-.:;=[]_~";

    private static final Refusal OTHER_ENCODING = new Refusal(501, "Not Implemented", "Unsupported transfer encoding");

    private RequestForm() {}

    /** Why a request is not served: the status line's code and reason, and the body. */
    record Refusal(int status, String reason, String body) {
        static final Refusal BAD_REQUEST = new Refusal(400, "Bad Request");

        Refusal(int status, String reason) {
            this(status, reason, status + " " + reason);
        }
    }

    /** Null when it can be served. */
    static Refusal refusal(HttpRequest request, RequestTarget target) {
        HttpVersion version = request.protocolVersion();
        boolean modern = version.minorVersion() >= 1;
        HttpHeaders headers = request.headers();
        if (request.decoderResult().isFailure()) {
            if (request.decoderResult().cause() instanceof TooLongFrameException) {
                return new Refusal(431, "Request Header Fields Too Large");
            }
            // Netty calls them malformed, and leaves the headers that it has read.
            return modern && hasOtherEncoding(headers) ? OTHER_ENCODING : Refusal.BAD_REQUEST;
        }
        if (version.majorVersion() != 1) {
            return new Refusal(505, "HTTP Version Not Supported: unsupported protocol version");
        }
        if (target == null) {
            return Refusal.BAD_REQUEST;
        }
        if (modern && hasOtherEncoding(headers)) {
            return OTHER_ENCODING;
        }
        return host(
                headers.getAll(HttpHeaderNames.HOST),
                modern && !request.method().name().equals("CONNECT"));
    }

    private static Refusal host(List<String> hosts, boolean required) {
        if (hosts.isEmpty()) {
            return required ? new Refusal(400, "Bad Request: missing required Host header") : null;
        }
        if (hosts.size() > 1) {
            return Refusal.BAD_REQUEST;
        }
        return isHostText(hosts.getFirst()) ? null : new Refusal(400, "Bad Request: malformed Host header");
    }

    private static boolean hasOtherEncoding(HttpHeaders headers) {
        List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return !encodings.isEmpty()
                && (encodings.size() > 1 || !encodings.getFirst().equalsIgnoreCase("chunked"));
    }

    /** Go's loose rule: the characters that RFC 3986 has for a host, in any order. */
    static boolean isHostText(String text) {
        return text.chars()
                .allMatch(each -> (each >= 'a' && each <= 'z')
                        || (each >= 'A' && each <= 'Z')
                        || (each >= '0' && each <= '9')
                        || HOST_PUNCTUATION.indexOf(each) >= 0);
    }
}
