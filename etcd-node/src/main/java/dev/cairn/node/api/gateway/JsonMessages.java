// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages as JSON by etcd's rules: original field names out, either spelling in, unknown fields ignored, 64-bit numbers
 * as strings, bytes as base64 (either alphabet in), defaults left out.
 */
final class JsonMessages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

    private JsonMessages() {}

    static String print(Message message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("only Any fields can fail to print, and there are none", e);
        }
    }

    /** The first message of a body, what follows is ignored; an empty body is an empty message. */
    static Message parseOne(byte[] body, Message prototype) {
        List<Message> messages = parse(body, prototype, 1);
        return messages.isEmpty() ? prototype.getDefaultInstanceForType() : messages.getFirst();
    }

    /** All messages of a body, one behind the other. */
    static List<Message> parseAll(byte[] body, Message prototype) {
        return parse(body, prototype, Integer.MAX_VALUE);
    }

    private static List<Message> parse(byte[] body, Message prototype, int max) {
        List<Message> messages = new ArrayList<>();
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(body)) {
            while (messages.size() < max && values.hasNextValue()) {
                Message.Builder builder = prototype.newBuilderForType();
                PARSER.merge(values.nextValue().toString(), builder);
                messages.add(builder.build());
            }
            return messages;
        } catch (JsonEOFException e) {
            throw refused("unexpected EOF");
        } catch (JsonProcessingException e) {
            throw refused(e.getOriginalMessage());
        } catch (IOException | IllegalArgumentException e) {
            // The latter comes from text that is no base64.
            throw refused(e.getMessage());
        }
    }

    private static RuntimeException refused(String why) {
        return Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException();
    }
}
