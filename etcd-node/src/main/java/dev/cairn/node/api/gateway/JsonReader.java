// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import dev.cairn.node.wire.Nesting;
import dev.cairn.node.wire.RequestBounds;
import io.grpc.Status;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The messages of a body, one behind the other, by protojson's rules and in its words: either spelling of a field,
 * unknown fields ignored, numbers with and without quotes. Goes over the body once and builds nothing before it is
 * counted, so that a body costs what its length suggests. A refusal is a {@link io.grpc.StatusRuntimeException}.
 */
final class JsonReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10_000)
                    .maxNumberLength(1_000)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final Map<Descriptor, Map<String, FieldDescriptor>> NAMES = new ConcurrentHashMap<>();

    /** By so many bytes Jackson tells UTF-16 and UTF-32 from UTF-8. Go reads UTF-8 only. */
    private static final int TELLING_BYTES = 4;

    /** How many values pass between two looks whether anybody waits for the answer. */
    private static final int VALUES_PER_LOOK = 1_024;

    private final byte[] body;
    private final Message prototype;
    private final RequestBounds bounds;
    private final BooleanSupplier abandoned;
    private final JsonParser json;
    private int elements;
    private int values;

    /** {@code abandoned}: nobody waits for the answer any more. */
    JsonReader(byte[] body, Message prototype, RequestBounds bounds, BooleanSupplier abandoned) {
        this.body = body;
        this.prototype = prototype;
        this.bounds = bounds;
        this.abandoned = abandoned;
        requireUtf8(body);
        try {
            this.json = JSON.createParser(body);
        } catch (IOException e) {
            throw JsonRefusals.refused(e.getMessage());
        }
    }

    /** No byte order mark, and no character of more bytes than one for ASCII. */
    private static void requireUtf8(byte[] body) {
        if (body.length > 0 && body[0] < 0) {
            throw JsonRefusals.noValue(body[0]);
        }
        for (int i = 0; i < Math.min(TELLING_BYTES, body.length); i++) {
            if (body[i] == 0) {
                throw JsonRefusals.noValue(body[i]);
            }
        }
    }

    /** Null after the last. */
    Message next() {
        elements = 0;
        try {
            JsonToken first = json.nextToken();
            if (first == null) {
                return null;
            }
            Message.Builder message = prototype.newBuilderForType();
            readMessage(message, 0);
            return message.build();
        } catch (JsonEOFException e) {
            throw JsonRefusals.refused("unexpected EOF");
        } catch (JsonProcessingException e) {
            throw JsonRefusals.refused(e.getOriginalMessage());
        } catch (IOException e) {
            throw JsonRefusals.refused(e.getMessage());
        }
    }

    private void readMessage(Message.Builder message, int depth) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw JsonRefusals.unexpected(json);
        }
        // Only transactions hold each other, two levels for each, and each takes one operation from its parent's
        // budget.
        if (depth > Math.min(Nesting.MAX_DEPTH, 2L * bounds.maxOperations())) {
            throw JsonRefusals.tooManyOperations();
        }
        Map<String, FieldDescriptor> names = names(message.getDescriptorForType());
        Set<FieldDescriptor> seen = new HashSet<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            look();
            FieldDescriptor field = names.get(json.currentName());
            if (field == null) {
                json.nextToken();
                skip();
                continue;
            }
            if (!seen.add(field)) {
                throw JsonRefusals.duplicate(json);
            }
            OneofDescriptor oneof = field.getContainingOneof();
            if (oneof != null && message.hasOneof(oneof)) {
                throw JsonRefusals.alreadySet(json, oneof);
            }
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                readField(message, field, depth);
            }
        }
    }

    private void readField(Message.Builder message, FieldDescriptor field, int depth) throws IOException {
        if (!field.isRepeated()) {
            Object value = value(message, field, depth);
            if (value != null) {
                message.setField(field, value);
            }
            return;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw JsonRefusals.unexpected(json);
        }
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            look();
            count++;
            elements++;
            boolean operations = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            if (elements > bounds.maxElements() || (operations && count > bounds.maxOperations())) {
                throw JsonRefusals.tooManyOperations();
            }
            Object value = value(message, field, depth);
            if (value != null) {
                message.addRepeatedField(field, value);
            }
        }
    }

    /** Null where the value is to be passed over: an enumeration's unknown name. */
    private Object value(Message.Builder message, FieldDescriptor field, int depth) throws IOException {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            Message.Builder inner = message.newBuilderForField(field);
            readMessage(inner, depth + 1);
            return inner.build();
        }
        JsonToken token = json.currentToken();
        boolean text = token == JsonToken.VALUE_STRING;
        boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
        if (text && field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
            return field.getEnumType().findValueByName(json.getText());
        }
        Object value = switch (field.getJavaType()) {
            case INT, LONG -> text || number ? JsonInteger.parse(json.getText(), field) : null;
            case ENUM -> number ? enumeration(field) : null;
            case BOOLEAN -> token.isBoolean() ? json.getBooleanValue() : null;
            case STRING -> text ? JsonText64.text(json) : null;
            case BYTE_STRING -> text ? JsonText64.bytes(json, body) : null;
            default -> throw new IllegalStateException("etcd's requests have no " + field.getType());
        };
        if (value == null) {
            throw JsonRefusals.invalid(json, field);
        }
        return value;
    }

    private Object enumeration(FieldDescriptor field) throws IOException {
        Number number = JsonInteger.parse(json.getText(), field);
        return number == null ? null : field.getEnumType().findValueByNumberCreatingIfUnknown(number.intValue());
    }

    private void skip() throws IOException {
        int open = 0;
        do {
            look();
            JsonToken token = json.currentToken();
            if (token.isStructStart()) {
                open++;
            } else if (token.isStructEnd()) {
                open--;
            }
        } while (open > 0 && json.nextToken() != null);
    }

    private void look() {
        values++;
        if (values % VALUES_PER_LOOK == 0 && abandoned.getAsBoolean()) {
            throw Status.CANCELLED.withDescription("context canceled").asRuntimeException();
        }
    }

    private static Map<String, FieldDescriptor> names(Descriptor message) {
        return NAMES.computeIfAbsent(message, each -> {
            Map<String, FieldDescriptor> names = new HashMap<>();
            each.getFields().forEach(field -> {
                names.put(field.getName(), field);
                names.put(field.getJsonName(), field);
            });
            return names;
        });
    }
}
