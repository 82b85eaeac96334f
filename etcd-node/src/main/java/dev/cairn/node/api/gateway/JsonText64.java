// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text under a parser as a string, or as the bytes that it stands for in base64 of either alphabet. */
final class JsonText64 {
    private JsonText64() {}

    /** Null if it is not Unicode, as with half a surrogate pair. */
    static String text(JsonParser json) throws IOException {
        String text = json.getText();
        return StandardCharsets.UTF_8.newEncoder().canEncode(text) ? text : null;
    }

    /** Null if it is no base64. {@code body} is what the parser reads: a value without escapes is decoded in place. */
    static ByteString bytes(JsonParser json, byte[] body) throws IOException {
        int start = (int) json.currentTokenLocation().getByteOffset() + 1;
        int end = start;
        while (end < body.length && body[end] != '"' && body[end] != '\\') {
            end++;
        }
        if (start > 0 && body[start - 1] == '"' && end < body.length && body[end] == '"') {
            return decoded(body, start, end - start);
        }
        byte[] unescaped = json.getText().getBytes(StandardCharsets.UTF_8);
        return decoded(unescaped, 0, unescaped.length);
    }

    private static ByteString decoded(byte[] text, int offset, int length) {
        boolean urlSafe = false;
        for (int i = offset; i < offset + length && !urlSafe; i++) {
            urlSafe = text[i] == '-' || text[i] == '_';
        }
        Base64.Decoder decoder = urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder();
        try {
            return UnsafeByteOperations.unsafeWrap(decoder.decode(ByteBuffer.wrap(text, offset, length)));
        } catch (IllegalArgumentException noBase64) {
            return null;
        }
    }
}
