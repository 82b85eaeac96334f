// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Members in etcd's JSON, byte for byte: {@code {"id":1,"peerURLs":["http://a:2380"],"isLearner":true,"name":"a",
 * "clientURLs":["http://a:2379"]}}, the last three only where set.
 */
public final class MemberJson {
    private MemberJson() {}

    public static byte[] write(ClusterMember member) {
        return GoJson.write(json -> write(json, member, false));
    }

    /** The array that peers ask for at {@code /members}, without the line end. */
    public static String writeList(List<ClusterMember> members) {
        byte[] bytes = GoJson.write(json -> {
            json.writeStartArray();
            for (ClusterMember member : members) {
                write(json, member, false);
            }
            json.writeEndArray();
        });
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Fails with IllegalArgumentException where the bytes are not etcd's JSON; unknown keys are skipped, as in Go. */
    public static ClusterMember read(byte[] bytes) {
        return GoJson.read(bytes, "member", MemberJson::read).member();
    }

    public static List<ClusterMember> readList(String text) {
        return GoJson.read(
                text.getBytes(StandardCharsets.UTF_8),
                "list of members",
                json -> GoJson.readList(json, each -> read(each).member()));
    }

    /** A member, and whether the record says that it is to be promoted. */
    record Parsed(ClusterMember member, boolean promote) {}

    static void write(JsonGenerator json, ClusterMember member, boolean promote) throws IOException {
        json.writeStartObject();
        GoJson.writeUnsigned(json, "id", member.id());
        GoJson.writeStrings(json, "peerURLs", member.peerUrls());
        if (member.learner()) {
            json.writeBooleanField("isLearner", true);
        }
        if (!member.name().isEmpty()) {
            json.writeStringField("name", member.name());
        }
        if (!member.clientUrls().isEmpty()) {
            GoJson.writeStrings(json, "clientURLs", member.clientUrls());
        }
        if (promote) {
            json.writeBooleanField("isPromote", true);
        }
        json.writeEndObject();
    }

    static Parsed read(JsonParser json) throws IOException {
        GoJson.expectObject(json);
        long id = 0;
        List<String> peerUrls = List.of();
        List<String> clientUrls = List.of();
        boolean learner = false;
        boolean promote = false;
        String name = "";
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "id" -> id = GoJson.readUnsigned(json);
                case "peerURLs" -> peerUrls = GoJson.readStrings(json);
                case "clientURLs" -> clientUrls = GoJson.readStrings(json);
                case "isLearner" -> learner = json.getBooleanValue();
                case "isPromote" -> promote = json.getBooleanValue();
                case "name" -> name = GoJson.readString(json);
                default -> json.skipChildren();
            }
        }
        return new Parsed(new ClusterMember(id, peerUrls, learner, name, clientUrls), promote);
    }
}
