// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.crds.cluster.MemberTemplate;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Which parts of a specification shaped a pod: a digest of each. A pod cannot take up another one: the difference is how
 * a rollout knows whom to remake, and the status what is not applied.
 */
public final class AppliedSpec {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    /** A restart that was asked for; only in pods that were made after one was. */
    public static final String RESTART = "restart";

    private AppliedSpec() {}

    /** Digests by the name of the field. */
    public static SortedMap<String, String> of(MemberTemplate template) {
        var parts = new TreeMap<String, String>();
        parts.put("image", digest(template.image()));
        parts.put("config", digest(template.config()));
        parts.put("resources", digest(template.resources()));
        parts.put("scheduling", digest(template.scheduling()));
        parts.put("podTemplate", digest(template.podTemplate()));
        if (template.restart() != null) {
            parts.put(RESTART, digest(template.restart()));
        }
        return parts;
    }

    /** One short name for all of them. */
    public static String revision(MemberTemplate template) {
        return digest(of(template));
    }

    /** As an annotation carries it. */
    public static String spelled(SortedMap<String, String> parts) {
        return parts.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(","));
    }

    /** From an annotation; anything unreadable is left out. */
    public static SortedMap<String, String> read(String annotation) {
        var parts = new TreeMap<String, String>();
        if (annotation != null) {
            Arrays.stream(annotation.split(",")).forEach(each -> {
                int equals = each.indexOf('=');
                if (equals > 0) {
                    parts.put(each.substring(0, equals), each.substring(equals + 1));
                }
            });
        }
        return parts;
    }

    /** Keys ordered, absent fields left out: two ways to write the same thing have one digest. */
    static String digest(Object part) {
        var crc = new CRC32();
        try {
            crc.update(JSON.writeValueAsBytes(part));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + part, e);
        }
        return Long.toHexString(crc.getValue());
    }
}
