// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.frames;

import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Set;

/** The headers of a call, judged as Go's gRPC server judges them. */
final class GrpcCallForm {
    /** gRPC's own headers are found by names of this kind only. */
    private static final AsciiString TIMEOUT = AsciiString.of("grpc-timeout");

    private static final AsciiString ENCODING = AsciiString.of("grpc-encoding");
    private static final Set<String> ENCODINGS = Set.of("", "identity", "gzip");
    private static final int MIN_TIMEOUT_LENGTH = 2;
    private static final int MAX_TIMEOUT_LENGTH = 9;

    private GrpcCallForm() {}

    /** An answer without a message; {@code httpStatus} is 200 where gRPC's own code says it all. */
    record Refusal(int httpStatus, Status.Code code, String message) {
        Refusal(Status.Code code, String message) {
            this(200, code, message);
        }
    }

    /** Null if the call may begin; {@code known}: there is such a method. */
    static Refusal refusal(Http2Headers headers, String path, boolean known) {
        CharSequence timeout = headers.get(TIMEOUT);
        Refusal refusal = timeout == null ? null : timeout(timeout.toString());
        if (refusal != null) {
            return refusal;
        }
        if (!path.startsWith("/")) {
            return new Refusal(Status.Code.UNIMPLEMENTED, "malformed method name: " + quoted(path));
        }
        String encoding = encoding(headers);
        return !known || ENCODINGS.contains(encoding)
                ? null
                : new Refusal(
                        Status.Code.UNIMPLEMENTED,
                        "grpc: Decompressor is not installed for grpc-encoding " + quoted(encoding));
    }

    static boolean isCompressed(Http2Headers headers) {
        return encoding(headers).equals("gzip");
    }

    private static String encoding(Http2Headers headers) {
        CharSequence encoding = headers.get(ENCODING);
        return encoding == null ? "" : encoding.toString();
    }

    private static Refusal timeout(String text) {
        String digits = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
        if (text.length() < MIN_TIMEOUT_LENGTH) {
            return malformedTimeout("transport: timeout string is too short: " + quoted(text));
        }
        if (text.length() > MAX_TIMEOUT_LENGTH) {
            return malformedTimeout("transport: timeout string is too long: " + quoted(text));
        }
        if ("HMSmun".indexOf(text.charAt(text.length() - 1)) < 0) {
            return malformedTimeout("transport: timeout unit is not recognized: " + quoted(text));
        }
        if (!digits.chars().allMatch(each -> each >= '0' && each <= '9')) {
            return malformedTimeout("strconv.ParseUint: parsing " + quoted(digits) + ": invalid syntax");
        }
        return Long.parseLong(digits) == 0
                ? new Refusal(Status.Code.DEADLINE_EXCEEDED, "context deadline exceeded")
                : null;
    }

    private static Refusal malformedTimeout(String why) {
        return new Refusal(400, Status.Code.INTERNAL, "malformed grpc-timeout: " + why);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
