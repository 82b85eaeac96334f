// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import dev.cairn.node.wire.EtcdError;
import io.grpc.Status;
import java.io.IOException;
import java.util.Locale;

/** Why a body is no request, as protojson says it; all InvalidArgument. */
final class JsonRefusals {
    private static final int MAX_QUOTED = 64;

    private JsonRefusals() {}

    static RuntimeException refused(String why) {
        return Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException();
    }

    /** A body's first byte with which no value begins. */
    static RuntimeException noValue(byte first) {
        String shown = first == 0 ? "\\x00" : String.valueOf((char) (first & 0xff));
        return refused("invalid character '" + shown + "' looking for beginning of value");
    }

    private static RuntimeException at(JsonParser json, String why) {
        return refused("proto: (" + place(json) + "): " + why);
    }

    /** Something else should have come. */
    static RuntimeException unexpected(JsonParser json) throws IOException {
        return refused("proto: syntax error (" + place(json) + "): unexpected token " + token(json));
    }

    static RuntimeException invalid(JsonParser json, FieldDescriptor field) throws IOException {
        String kind = field.getType().name().toLowerCase(Locale.ROOT);
        return at(json, "invalid value for " + kind + " field " + field.getJsonName() + ": " + token(json));
    }

    static RuntimeException duplicate(JsonParser json) throws IOException {
        return at(json, "duplicate field \"" + json.currentName() + "\"");
    }

    static RuntimeException alreadySet(JsonParser json, OneofDescriptor oneof) throws IOException {
        return at(
                json, "error parsing \"" + json.currentName() + "\", oneof " + oneof.getFullName() + " is already set");
    }

    static RuntimeException tooManyOperations() {
        return refused(EtcdError.TOO_MANY_OPS.text());
    }

    /** As it stands in the body; the beginning of a long one. */
    private static String token(JsonParser json) throws IOException {
        String text = json.getText();
        String shown = text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text;
        return json.currentToken() == JsonToken.VALUE_STRING ? "\"" + shown + "\"" : shown;
    }

    private static String place(JsonParser json) {
        JsonLocation location = json.currentTokenLocation();
        return "line " + location.getLineNr() + ":" + location.getColumnNr();
    }
}
