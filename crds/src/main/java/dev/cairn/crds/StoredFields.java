// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what is stored, whatever it is. The API server checks what is written; what it serves may be older than the
 * rule, and one resource that cannot be read would hide all others of its kind: they are read in one list. So what
 * cannot be read is left out and named.
 *
 * @param value what was read; null if nothing is there, or nothing of it can be read
 * @param unreadable what was left out
 */
public record StoredFields<T>(T value, List<Unreadable> unreadable) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN_MAX = 60;

    public StoredFields {
        unreadable = List.copyOf(unreadable);
    }

    /** @param root the field's own name, such as {@code spec} */
    public static <T> StoredFields<T> read(JsonNode stored, Class<T> type, String root) {
        if (stored == null || stored.isNull()) {
            return new StoredFields<>(null, List.of());
        }
        var unreadable = new ArrayList<Unreadable>();
        JsonNode left = stored.deepCopy();
        while (true) {
            try {
                return new StoredFields<>(JSON.treeToValue(left, type), unreadable);
            } catch (JsonMappingException e) {
                // Each round takes one field away, so the rounds have an end.
                if (!leaveOut(left, e.getPath(), root, unreadable)) {
                    unreadable.add(unreadable(root, left));
                    return new StoredFields<>(null, unreadable);
                }
            } catch (JsonProcessingException e) {
                unreadable.add(unreadable(root, left));
                return new StoredFields<>(null, unreadable);
            }
        }
    }

    private static boolean leaveOut(JsonNode root, List<Reference> path, String name, List<Unreadable> unreadable) {
        JsonNode parent = null;
        Reference last = null;
        JsonNode at = root;
        var field = new StringBuilder(name);
        for (Reference each : path) {
            JsonNode next = child(at, each);
            if (next == null) {
                break;
            }
            field.append(each.getFieldName() == null ? "[" + each.getIndex() + "]" : "." + each.getFieldName());
            parent = at;
            last = each;
            at = next;
        }
        switch (parent) {
            case ObjectNode object -> object.remove(last.getFieldName());
            case ArrayNode array -> array.remove(last.getIndex());
            case null, default -> {
                return false;
            }
        }
        unreadable.add(unreadable(field.toString(), at));
        return true;
    }

    private static JsonNode child(JsonNode parent, Reference reference) {
        return reference.getFieldName() == null
                ? parent.get(reference.getIndex())
                : parent.get(reference.getFieldName());
    }

    private static Unreadable unreadable(String field, JsonNode value) {
        String shown = value.toString();
        return new Unreadable(
                field,
                field + " cannot be read: it holds "
                        + (shown.length() > SHOWN_MAX ? shown.substring(0, SHOWN_MAX) + "…" : shown));
    }
}
