// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** The small JSON bodies of the peer port, as Go's encoder writes them: numbers as numbers, zeros left out. */
public final class PeerJson {
    private static final JsonFactory JSON = new JsonFactory();

    private PeerJson() {}

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private interface FieldReader {
        void read(String field, JsonParser json) throws IOException;
    }

    public static String versions(PeerClient.VersionsAnswer versions) {
        return object(json -> {
            json.writeStringField("etcdserver", versions.server());
            json.writeStringField("etcdcluster", versions.cluster() == null ? "not_decided" : versions.cluster());
            if (versions.storage() != null) {
                json.writeStringField("storage", versions.storage());
            }
        });
    }

    public static PeerClient.VersionsAnswer readVersions(String text) throws IOException {
        String[] found = new String[3];
        readObject(text, (field, json) -> {
            switch (field) {
                case "etcdserver" -> found[0] = json.getText();
                case "etcdcluster" -> found[1] = json.getText();
                case "storage" -> found[2] = json.getText();
                default -> json.skipChildren();
            }
        });
        if (found[0] == null) {
            throw new IOException("no etcdserver version in " + text);
        }
        return new PeerClient.VersionsAnswer(found[0], "not_decided".equals(found[1]) ? null : found[1], found[2]);
    }

    public static String hashKvRequest(long revision) {
        return object(json -> writeNumber(json, "revision", revision));
    }

    public static long readHashKvRequest(String text) throws IOException {
        long[] revision = {0};
        readObject(text, (field, json) -> {
            if (field.equals("revision")) {
                revision[0] = json.getLongValue();
            } else {
                json.skipChildren();
            }
        });
        return revision[0];
    }

    public static String hashKv(HashKVResponse response) {
        return object(json -> {
            json.writeObjectFieldStart("header");
            writeNumber(json, "revision", response.getHeader().getRevision());
            json.writeEndObject();
            writeNumber(json, "hash", Integer.toUnsignedLong(response.getHash()));
            writeNumber(json, "compact_revision", response.getCompactRevision());
            writeNumber(json, "hash_revision", response.getHashRevision());
        });
    }

    public static HashKVResponse readHashKv(String text) throws IOException {
        HashKVResponse.Builder response = HashKVResponse.newBuilder();
        readObject(text, (field, json) -> {
            switch (field) {
                case "header" -> response.setHeader(readHeader(json));
                case "hash" -> response.setHash((int) json.getLongValue());
                case "compact_revision" -> response.setCompactRevision(json.getLongValue());
                case "hash_revision" -> response.setHashRevision(json.getLongValue());
                default -> json.skipChildren();
            }
        });
        return response.build();
    }

    public static String probe(Instant now) {
        return object(json -> {
            json.writeBooleanField("OK", true);
            json.writeStringField("Now", now.toString());
        });
    }

    /** The body of a 403: why the sender is not heard. */
    public static String message(String text) {
        return object(json -> json.writeStringField("message", text));
    }

    private static ResponseHeader readHeader(JsonParser json) throws IOException {
        ResponseHeader.Builder header = ResponseHeader.newBuilder();
        readFields(json, (field, inner) -> {
            switch (field) {
                case "revision" -> header.setRevision(inner.getLongValue());
                case "raft_term" ->
                    header.setRaftTerm(inner.getBigIntegerValue().longValue());
                case "member_id" ->
                    header.setMemberId(inner.getBigIntegerValue().longValue());
                case "cluster_id" ->
                    header.setClusterId(inner.getBigIntegerValue().longValue());
                default -> inner.skipChildren();
            }
        });
        return header.build();
    }

    private static void writeNumber(JsonGenerator json, String name, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    private static String object(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory", e);
        }
        return text.toString();
    }

    private static void readObject(String text, FieldReader reader) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            readFields(json, reader);
        }
    }

    private static void readFields(JsonParser json, FieldReader reader) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("expected a JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            reader.read(field, json);
        }
    }
}
