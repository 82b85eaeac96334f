// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.node.raft.ConfState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration as etcd keeps it under {@code meta/confState}: JSON with ids as numbers up to 2^64-1, empty lists
 * left out and {@code auto_leave} always there, as etcd up to 3.6 writes it (3.7 may leave it out).
 */
public final class ConfStateJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ConfStateJson() {}

    public static byte[] encode(ConfState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeIds(json, "voters", state.voters());
            writeIds(json, "learners", state.learners());
            writeIds(json, "voters_outgoing", state.votersOutgoing());
            writeIds(json, "learners_next", state.learnersNext());
            json.writeBooleanField("auto_leave", state.autoLeave());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory", e);
        }
        return bytes.toByteArray();
    }

    /** Unknown fields are passed over. */
    public static ConfState decode(byte[] bytes) throws IOException {
        List<Long> voters = new ArrayList<>();
        List<Long> learners = new ArrayList<>();
        List<Long> votersOutgoing = new ArrayList<>();
        List<Long> learnersNext = new ArrayList<>();
        boolean autoLeave = false;
        try (JsonParser json = JSON.createParser(bytes)) {
            expect(json.nextToken() == JsonToken.START_OBJECT, "an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "voters" -> readIds(json, value, voters);
                    case "learners" -> readIds(json, value, learners);
                    case "voters_outgoing" -> readIds(json, value, votersOutgoing);
                    case "learners_next" -> readIds(json, value, learnersNext);
                    case "auto_leave" -> autoLeave = value == JsonToken.VALUE_TRUE;
                    default -> json.skipChildren();
                }
            }
            expect(json.currentToken() == JsonToken.END_OBJECT, "the object's end");
        }
        return new ConfState(voters, learners, votersOutgoing, learnersNext, autoLeave);
    }

    private static void writeIds(JsonGenerator json, String name, List<Long> ids) throws IOException {
        if (ids.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (long id : ids) {
            json.writeNumber(Long.toUnsignedString(id));
        }
        json.writeEndArray();
    }

    private static void readIds(JsonParser json, JsonToken value, List<Long> into) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        expect(value == JsonToken.START_ARRAY, "an array of ids");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken() == JsonToken.VALUE_NUMBER_INT, "a member id");
            BigInteger id = json.getBigIntegerValue();
            expect(id.signum() >= 0 && id.bitLength() <= Long.SIZE, "a member id of 64 bits");
            into.add(id.longValue());
        }
    }

    private static void expect(boolean holds, String what) throws IOException {
        if (!holds) {
            throw new IOException("confState JSON: expected " + what);
        }
    }
}
