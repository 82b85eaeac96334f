// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as Go's {@code encoding/json} writes etcd's messages: fields in the order of the .proto file under their own names,
 * empty ones left out, 64-bit numbers as numbers, enums as numbers, bytes in base64.
 */
public final class GoJsonText {
    private final StringBuilder text = new StringBuilder();

    private GoJsonText() {}

    /** Of a message, a map, a list, a text, bytes, a number, a truth or null, and of what these hold. */
    public static String of(Object value) {
        GoJsonText json = new GoJsonText();
        json.value(value);
        return json.text.toString();
    }

    /** The fields of a header, for what Go has embedded one in. */
    public static Map<String, Object> embedded(ResponseHeader header) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (FieldDescriptor field : header.getDescriptorForType().getFields()) {
            if (isFilled(header, field)) {
                fields.put(field.getName(), number(field, header.getField(field)));
            }
        }
        return fields;
    }

    private void value(Object value) {
        switch (value) {
            case null -> text.append("null");
            case Message message -> message(message);
            case Map<?, ?> map -> map(map);
            case List<?> list -> list(list);
            case ByteString bytes ->
                text.append('"')
                        .append(Base64.getEncoder().encodeToString(bytes.toByteArray()))
                        .append('"');
            case EnumValueDescriptor constant -> text.append(constant.getNumber());
            case String string -> string(string);
            default -> text.append(value);
        }
    }

    private void message(Message message) {
        String separator = "{";
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (isFilled(message, field)) {
                text.append(separator);
                string(field.getName());
                text.append(':');
                value(number(field, message.getField(field)));
                separator = ",";
            }
        }
        text.append(separator.equals("{") ? "{}" : "}");
    }

    private static boolean isFilled(Message message, FieldDescriptor field) {
        return field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
    }

    /** A large number without a sign is a negative one for Java. */
    private static Object number(FieldDescriptor field, Object value) {
        if (field.getType() == FieldDescriptor.Type.UINT32 && value instanceof Integer number) {
            return Integer.toUnsignedLong(number);
        }
        return field.getType() == FieldDescriptor.Type.UINT64 && value instanceof Long number
                ? new Unsigned(number)
                : value;
    }

    /** An ID. */
    public record Unsigned(long value) {
        @Override
        public String toString() {
            return Long.toUnsignedString(value);
        }
    }

    private void map(Map<?, ?> map) {
        text.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            string((String) entry.getKey());
            text.append(':');
            value(entry.getValue());
            separator = ",";
        }
        text.append('}');
    }

    private void list(List<?> list) {
        text.append('[');
        String separator = "";
        for (Object each : list) {
            text.append(separator);
            value(each);
            separator = ",";
        }
        text.append(']');
    }

    private void string(String string) {
        text.append('"');
        string.codePoints().forEach(this::rune);
        text.append('"');
    }

    private void rune(int rune) {
        switch (rune) {
            case '"', '\\' -> text.append('\\').append((char) rune);
            case '\b' -> text.append("\\b");
            case '\f' -> text.append("\\f");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (rune < ' ' || rune == '<' || rune == '>' || rune == '&' || rune == 0x2028 || rune == 0x2029) {
                    text.append(String.format("\\u%04x", rune));
                } else {
                    text.appendCodePoint(rune);
                }
            }
        }
    }
}
