// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.tools;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Protobuf bytes as text, without knowing their message. Large numbers are IDs, which differ between members. */
final class WireText {
    private static final long LARGEST_COUNT = 1L << 32;

    private WireText() {}

    static String of(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        StringBuilder text = new StringBuilder();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            text.append(WireFormat.getTagFieldNumber(tag)).append(':');
            switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_VARINT -> {
                    long number = in.readRawVarint64();
                    text.append(number >= 0 && number < LARGEST_COUNT ? Long.toString(number) : "N");
                }
                case WireFormat.WIRETYPE_LENGTH_DELIMITED -> text.append(within(in.readByteArray()));
                default -> throw new IOException("a field of another kind: " + tag);
            }
            text.append(' ');
        }
        return text.toString();
    }

    /** What reads as a message is taken for one. */
    private static String within(byte[] bytes) {
        try {
            return bytes.length == 0 ? "\"\"" : "{" + of(bytes) + "}";
        } catch (IOException e) {
            return "\"" + new String(bytes, StandardCharsets.UTF_8) + "\"";
        }
    }
}
