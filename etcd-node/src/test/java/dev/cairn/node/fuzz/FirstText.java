// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The first text, bytes or number that a message holds, however deep. */
public final class FirstText {
    private FirstText() {}

    /** Empty for an empty message. */
    public static byte[] of(Message message) {
        byte[] number = Fuzzed.REFUSED;
        for (Object value : message.getAllFields().values()) {
            Object first = value instanceof List<?> list ? list.getFirst() : value;
            byte[] found = switch (first) {
                case ByteString bytes -> bytes.toByteArray();
                case String text -> text.getBytes(StandardCharsets.UTF_8);
                case Message inner -> of(inner);
                default -> Fuzzed.REFUSED;
            };
            if (found.length > 0) {
                return found;
            }
            if (first instanceof Long whole) {
                number = ByteBuffer.allocate(Long.BYTES).putLong(whole).array();
            }
        }
        return number;
    }
}
