// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client asked for. A guarded call writes only where the key holds {@code expected} (null: is absent) and reads it
 * otherwise. A write of null deletes. Values are never used twice.
 */
public record Call(Kind kind, String key, String expected, Map<String, String> writes) {
    /** How a call is put to the server. */
    public enum Kind {
        PUT,
        DELETE,
        GET,
        SERIALIZABLE_GET,
        LIST,
        SWAP,
        PAIR
    }

    public Call {
        writes = Collections.unmodifiableMap(new TreeMap<>(writes));
    }

    public static Call put(String key, String value) {
        return new Call(Kind.PUT, key, null, Map.of(key, value));
    }

    public static Call delete(String key) {
        return new Call(Kind.DELETE, key, null, Collections.singletonMap(key, null));
    }

    public static Call get(String key) {
        return new Call(Kind.GET, key, null, Map.of());
    }

    public static Call serializableGet(String key) {
        return new Call(Kind.SERIALIZABLE_GET, key, null, Map.of());
    }

    /** All keys. */
    public static Call list() {
        return new Call(Kind.LIST, null, null, Map.of());
    }

    public static Call swap(String key, String expected, String value) {
        return new Call(Kind.SWAP, key, expected, Map.of(key, value));
    }

    /** Two keys in one transaction. */
    public static Call pair(String key, String value, String otherKey, String otherValue) {
        return new Call(Kind.PAIR, key, null, Map.of(key, value, otherKey, otherValue));
    }

    public boolean isSerializable() {
        return kind == Kind.SERIALIZABLE_GET;
    }
}
