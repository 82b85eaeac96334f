// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads members out of a v2 store's JSON; whatever else is in the store is passed over. */
final class MembershipBlobReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Node NOWHERE = new Node("", Map.of());

    /** A v2 node: a directory has children, a leaf has a value. */
    private record Node(String value, Map<String, Node> children) {
        Node child(String name) {
            return children.getOrDefault(name, NOWHERE);
        }
    }

    private MembershipBlobReader() {}

    static MembershipBlob read(byte[] bytes) throws IOException {
        Node root = null;
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("membership blob: not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("Root")) {
                    root = readNode(json);
                } else {
                    json.skipChildren();
                }
            }
        }
        if (root == null) {
            throw new IOException("membership blob: no Root");
        }
        return fromTree(root.child("0"));
    }

    private static MembershipBlob fromTree(Node cluster) throws IOException {
        List<MembershipBlob.BlobMember> members = new ArrayList<>();
        for (Map.Entry<String, Node> each : cluster.child("members").children().entrySet()) {
            members.add(readMember(parseId(each.getKey()), each.getValue()));
        }
        members.sort(Comparator.comparing(MembershipBlob.BlobMember::id, Long::compareUnsigned));
        List<Long> removed = new ArrayList<>();
        for (String id : cluster.child("removed_members").children().keySet()) {
            removed.add(parseId(id));
        }
        removed.sort(Long::compareUnsigned);
        String version = cluster.child("version").value();
        return new MembershipBlob(members, removed, version.isEmpty() ? null : version);
    }

    private static Node readNode(JsonParser json) throws IOException {
        String value = "";
        Map<String, Node> children = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (name.equals("Value")) {
                value = json.getText();
            } else if (name.equals("Children") && token == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String child = json.currentName();
                    json.nextToken();
                    children.put(child, readNode(json));
                }
            } else {
                json.skipChildren();
            }
        }
        return new Node(value, children);
    }

    private static MembershipBlob.BlobMember readMember(long id, Node node) throws IOException {
        List<String> peerUrls = new ArrayList<>();
        List<String> clientUrls = new ArrayList<>();
        String[] name = {""};
        boolean[] learner = {false};
        if (!node.children().containsKey("raftAttributes")) {
            throw new IOException("membership blob: member " + Long.toHexString(id) + " has no raftAttributes");
        }
        readObject(node.child("raftAttributes").value(), (field, json) -> {
            switch (field) {
                case "peerURLs" -> readStrings(json, peerUrls);
                case "isLearner" -> learner[0] = json.getBooleanValue();
                default -> json.skipChildren();
            }
        });
        readObject(node.child("attributes").value(), (field, json) -> {
            switch (field) {
                case "name" -> name[0] = json.getText();
                case "clientURLs" -> readStrings(json, clientUrls);
                default -> json.skipChildren();
            }
        });
        return new MembershipBlob.BlobMember(id, peerUrls, learner[0], name[0], clientUrls);
    }

    private interface FieldReader {
        void read(String field, JsonParser json) throws IOException;
    }

    private static void readObject(String text, FieldReader reader) throws IOException {
        if (text.isEmpty()) {
            return;
        }
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                reader.read(field, json);
            }
        }
    }

    private static void readStrings(JsonParser json, List<String> into) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                into.add(json.getText());
            }
        }
    }

    private static long parseId(String hex) throws IOException {
        try {
            return Long.parseUnsignedLong(hex, 16);
        } catch (NumberFormatException e) {
            throw new IOException("membership blob: " + hex + " is no member id", e);
        }
    }
}
