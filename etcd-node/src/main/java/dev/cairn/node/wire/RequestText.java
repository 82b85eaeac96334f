// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.List;
import java.util.Set;

/**
 * A request for a log line, in the form that etcd's have: values by their size only, passwords and tokens not at all,
 * and never longer than {@link #MAX_CHARACTERS}.
 */
public final class RequestText {
    static final int MAX_CHARACTERS = 4_096;

    private static final Set<String> SECRETS = Set.of("password", "hashedPassword", "simple_token", "token");

    private RequestText() {}

    public static String of(Message request) {
        StringBuilder out = new StringBuilder();
        append(request, out);
        if (out.length() > MAX_CHARACTERS) {
            out.setLength(MAX_CHARACTERS);
            out.append("...");
        }
        return out.toString().strip();
    }

    /** As etcd has it, the header first. */
    private static void append(Message message, StringBuilder out) {
        FieldDescriptor header = message.getDescriptorForType().findFieldByName("header");
        if (header != null && message.hasField(header)) {
            append(header, message.getField(header), out);
        }
        message.getAllFields().forEach((field, value) -> {
            if (field.isRepeated()) {
                for (Object each : (List<?>) value) {
                    append(field, each, out);
                }
            } else if (field != header) {
                append(field, value, out);
            }
        });
    }

    private static void append(FieldDescriptor field, Object value, StringBuilder out) {
        if (SECRETS.contains(field.getName()) || out.length() > MAX_CHARACTERS) {
            return;
        }
        switch (value) {
            case Message inner -> {
                out.append(field.getName()).append(":<");
                append(inner, out);
                out.append("> ");
            }
            case ByteString bytes
            when field.getName().equals("value") ->
                out.append("value_size:").append(bytes.size()).append(' ');
            case ByteString bytes -> quoted(field, TextFormat.escapeBytes(bytes), out);
            case String text -> quoted(field, TextFormat.escapeBytes(ByteString.copyFromUtf8(text)), out);
            case Long whole
            when field.getType() == FieldDescriptor.Type.UINT64 ->
                out.append(field.getName())
                        .append(':')
                        .append(Long.toUnsignedString(whole))
                        .append(' ');
            default -> out.append(field.getName()).append(':').append(value).append(' ');
        }
    }

    private static void quoted(FieldDescriptor field, String escaped, StringBuilder out) {
        out.append(field.getName()).append(":\"").append(escaped).append("\" ");
    }
}
