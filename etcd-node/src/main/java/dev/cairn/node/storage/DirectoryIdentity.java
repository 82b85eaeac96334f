// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What {@code member/cairn.json} says: the layout of the directory and whose it is. Ids are written as etcd prints
 * them, in lower-case hex without padding, because JSON numbers lose the upper bits of an unsigned 64-bit value.
 */
public record DirectoryIdentity(int formatVersion, long memberId, long clusterId) {
    /** The layout this release writes; it opens this and every earlier one. */
    public static final int CURRENT_FORMAT = 1;

    private static final String REMEDY = "; put a good copy of the file back, or delete it if the log beside it is this"
            + " member's: the next start writes it again from the log";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An identity in the current format. */
    public static DirectoryIdentity of(long memberId, long clusterId) {
        return new DirectoryIdentity(CURRENT_FORMAT, memberId, clusterId);
    }

    /** {@code where} names the file in error messages. */
    static DirectoryIdentity parse(String json, String where) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new DataDirectoryException(where + " is not JSON: " + e.getOriginalMessage() + REMEDY, e);
        }
        int format = root.path("formatVersion").asInt(0);
        if (format < 1) {
            throw new DataDirectoryException(where + " has no formatVersion" + REMEDY);
        }
        if (format > CURRENT_FORMAT) {
            throw new DataDirectoryException(where + " has format version " + format + "; this release reads up to "
                    + CURRENT_FORMAT + ": start it with a newer release");
        }
        return new DirectoryIdentity(format, id(root, "memberId", where), id(root, "clusterId", where));
    }

    private static long id(JsonNode root, String field, String where) {
        String text = root.path(field).asText("");
        try {
            return Long.parseUnsignedLong(text, 16);
        } catch (NumberFormatException e) {
            throw new DataDirectoryException(
                    where + ": " + field + " is not a hexadecimal id: \"" + text + "\"" + REMEDY, e);
        }
    }

    String toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("formatVersion", formatVersion);
        root.put("memberId", Long.toHexString(memberId));
        root.put("clusterId", Long.toHexString(clusterId));
        return root + "\n";
    }
}
