// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.load;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A value of the history ({@code v17}) as it is stored: some are followed by filling of a length and content that the
 * value decides, so that logs and stores grow and a torn value is seen.
 */
final class WireValue {
    private static final int EVERY = 16;
    private static final int MAX_FILLING_BYTES = 24 << 10;

    private WireValue() {}

    static ByteString encode(String value) {
        return ByteString.copyFrom(bytes(value));
    }

    private static byte[] bytes(String value) {
        byte[] head = value.getBytes(StandardCharsets.UTF_8);
        int number = Math.abs(value.hashCode());
        if (number % EVERY != 0) {
            return head;
        }
        byte[] filled = Arrays.copyOf(head, head.length + 1 + number * 31 % MAX_FILLING_BYTES & 0x7fff);
        Arrays.fill(filled, head.length, filled.length, (byte) ('a' + number % 23));
        filled[head.length] = '.';
        return filled;
    }

    /** What is stored is told as it is where its filling is not the value's. */
    static String decode(ByteString stored) {
        String text = stored.toStringUtf8();
        int dot = text.indexOf('.');
        String value = dot < 0 ? text : text.substring(0, dot);
        return encode(value).equals(stored) ? value : text;
    }
}
