// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON as Go's encoder writes it, byte for byte, since members compare and hash these records: no spaces, HTML
 * characters escaped, hex digits of escapes in lower case, ids as unsigned numbers.
 */
final class GoJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final BigInteger MAX_UNSIGNED =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private GoJson() {}

    /** Writes one JSON value. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** Reads one JSON value; the parser stands on its first token. */
    interface Reader<T> {
        T read(JsonParser json) throws IOException;
    }

    static byte[] write(Body body) {
        // By way of characters: straight to bytes, Jackson would escape everything outside the basic plane.
        StringWriter text = new StringWriter(128);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setCharacterEscapes(new GoEscapes());
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Fails with IllegalArgumentException that says {@code what} was being read. */
    static <T> T read(byte[] bytes, String what, Reader<T> reader) {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            json.nextToken();
            T value = reader.read(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException(what + ": something follows the JSON value");
            }
            return value;
        } catch (IOException e) {
            throw new IllegalArgumentException(what + ": not the JSON that etcd writes: " + e.getMessage(), e);
        }
    }

    static void writeUnsigned(JsonGenerator json, String field, long value) throws IOException {
        json.writeFieldName(field);
        writeUnsigned(json, value);
    }

    static void writeUnsigned(JsonGenerator json, long value) throws IOException {
        if (value >= 0) {
            json.writeNumber(value);
        } else {
            json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
        }
    }

    /** Go writes a nil slice as null. */
    static void writeStrings(JsonGenerator json, String field, List<String> values) throws IOException {
        if (values.isEmpty()) {
            json.writeNullField(field);
            return;
        }
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    static long readUnsigned(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new IOException("a number is expected at " + json.currentName());
        }
        BigInteger value = json.getBigIntegerValue();
        if (value.signum() < 0 || value.compareTo(MAX_UNSIGNED) > 0) {
            throw new IOException(value + " is no unsigned 64-bit number");
        }
        return value.longValue();
    }

    /** Go reads null as nothing said. */
    static String readString(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NULL -> "";
            default -> throw new IOException("a string is expected at " + json.currentName());
        };
    }

    static List<String> readStrings(JsonParser json) throws IOException {
        return readList(json, parser -> {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw new IOException("a string is expected in " + parser.currentName());
            }
            return parser.getText();
        });
    }

    /** An array, or null for an empty one. */
    static <T> List<T> readList(JsonParser json, Reader<T> reader) throws IOException {
        List<T> values = new ArrayList<>();
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return values;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new IOException("an array is expected");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(reader.read(json));
        }
        return values;
    }

    static void expectObject(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("an object is expected");
        }
    }

    private static final class GoEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int[] ASCII = ascii();

        private static int[] ascii() {
            int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
            for (int c = 0; c < 128; c++) {
                // The short forms (\n and its like) are Go's too; the numbered ones differ in their digits.
                if (escapes[c] == ESCAPE_STANDARD || c == '<' || c == '>' || c == '&') {
                    escapes[c] = ESCAPE_CUSTOM;
                }
            }
            return escapes;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ASCII;
        }

        @Override
        public SerializableString getEscapeSequence(int c) {
            // JavaScript takes the two separators for line ends, so Go escapes them as well.
            boolean escaped = c < 128 || c == 0x2028 || c == 0x2029;
            return escaped ? new SerializedString(String.format("\\u%04x", c)) : null;
        }
    }
}
