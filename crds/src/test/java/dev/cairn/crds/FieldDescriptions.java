// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What {@code kubectl explain} says of a resource, where the generator leaves it open: of the kind, and of foreign fields. */
final class FieldDescriptions {
    private static final Map<String, String> KUBERNETES = read();

    private FieldDescriptions() {}

    static void complete(JSONSchemaProps root, Class<? extends CustomResource<?, ?>> type) {
        root.setDescription(of(type));
        root.getProperties().get("spec").setDescription(of(part(type, 0)));
        root.getProperties().get("status").setDescription(of(part(type, 1)));
        complete("", root);
    }

    /** The specification's type, or the status'. */
    private static Class<?> part(Class<?> type, int at) {
        var resource = (ParameterizedType) type.getGenericSuperclass();
        return (Class<?>) resource.getActualTypeArguments()[at];
    }

    private static String of(Class<?> type) {
        var description = type.getAnnotation(JsonClassDescription.class);
        if (description == null) {
            throw new IllegalStateException(type.getName() + " has no JsonClassDescription");
        }
        return description.value();
    }

    private static void complete(String path, JSONSchemaProps schema) {
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, field) -> {
                String at = path.isEmpty() ? name : path + "." + name;
                if (field.getDescription() == null) {
                    field.setDescription(known(at));
                }
                complete(at, field);
            });
        }
        if (schema.getItems() != null && schema.getItems().getSchema() != null) {
            complete(path, schema.getItems().getSchema());
        }
        if (schema.getAdditionalProperties() != null
                && schema.getAdditionalProperties().getSchema() != null) {
            complete(path, schema.getAdditionalProperties().getSchema());
        }
    }

    private static String known(String path) {
        for (String end = path; ; end = end.substring(end.indexOf('.') + 1)) {
            String description = KUBERNETES.get(end);
            if (description != null || end.indexOf('.') < 0) {
                return description;
            }
        }
    }

    private static Map<String, String> read() {
        var read = new HashMap<String, String>();
        try (InputStream lines = FieldDescriptions.class.getResourceAsStream("kubernetes-fields.txt")) {
            new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line ->
                            read.put(line.substring(0, line.indexOf(": ")), line.substring(line.indexOf(": ") + 2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }
}
