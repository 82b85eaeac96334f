// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes the v2 store's JSON as etcd 3.4 to 3.7 accept it: a tree of nodes, a directory having children and a leaf null
 * instead. No watcher hub, because its event queue must be written in full or not at all.
 */
final class MembershipBlobWriter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final JsonGenerator json;

    private MembershipBlobWriter(JsonGenerator json) {
        this.json = json;
    }

    static byte[] write(MembershipBlob blob) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            new MembershipBlobWriter(json).writeStore(blob);
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory", e);
        }
        return bytes.toByteArray();
    }

    private void writeStore(MembershipBlob blob) throws IOException {
        json.writeStartObject();
        json.writeFieldName("Root");
        directory("/", () -> {
            json.writeFieldName("0");
            directory("/0", () -> writeCluster(blob));
            json.writeFieldName("1");
            directory("/1", () -> {});
        });
        json.writeNumberField("CurrentIndex", 1);
        json.writeObjectFieldStart("Stats");
        json.writeEndObject();
        json.writeNumberField("CurrentVersion", 2);
        json.writeEndObject();
    }

    private void writeCluster(MembershipBlob blob) throws IOException {
        json.writeFieldName("members");
        directory("/0/members", () -> {
            for (MembershipBlob.BlobMember member : blob.members()) {
                writeMember(member);
            }
        });
        if (!blob.removed().isEmpty()) {
            json.writeFieldName("removed_members");
            directory("/0/removed_members", () -> {
                for (long id : blob.removed()) {
                    leaf("/0/removed_members", Long.toHexString(id), "");
                }
            });
        }
        if (blob.version() != null) {
            leaf("/0", "version", blob.version());
        }
    }

    private void writeMember(MembershipBlob.BlobMember member) throws IOException {
        String hexId = Long.toHexString(member.id());
        String path = "/0/members/" + hexId;
        json.writeFieldName(hexId);
        directory(path, () -> {
            leaf(path, "raftAttributes", object(inner -> {
                writeStrings(inner, "peerURLs", member.peerUrls());
                if (member.learner()) {
                    inner.writeBooleanField("isLearner", true);
                }
            }));
            if (!member.name().isEmpty() || !member.clientUrls().isEmpty()) {
                leaf(path, "attributes", object(inner -> {
                    if (!member.name().isEmpty()) {
                        inner.writeStringField("name", member.name());
                    }
                    if (!member.clientUrls().isEmpty()) {
                        writeStrings(inner, "clientURLs", member.clientUrls());
                    }
                }));
            }
        });
    }

    private interface Children {
        void write() throws IOException;
    }

    private interface Fields {
        void write(JsonGenerator inner) throws IOException;
    }

    private void directory(String path, Children children) throws IOException {
        startNode(path, "");
        json.writeObjectFieldStart("Children");
        children.write();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void leaf(String parent, String name, String value) throws IOException {
        json.writeFieldName(name);
        startNode(parent + "/" + name, value);
        json.writeNullField("Children");
        json.writeEndObject();
    }

    private void startNode(String path, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("Path", path);
        json.writeNumberField("CreatedIndex", 0);
        json.writeNumberField("ModifiedIndex", 0);
        json.writeStringField("ExpireTime", NEVER);
        json.writeStringField("Value", value);
    }

    private static String object(Fields fields) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator inner = JSON.createGenerator(text)) {
            inner.writeStartObject();
            fields.write(inner);
            inner.writeEndObject();
        }
        return text.toString();
    }

    private static void writeStrings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
