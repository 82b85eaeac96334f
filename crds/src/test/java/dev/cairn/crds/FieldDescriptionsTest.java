// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kubectl explain} has an answer for each kind, its specification, its status and every field in them. */
class FieldDescriptionsTest {
    private static final Path DEFINITIONS = Path.of("..", "manifests", "crds");

    @ParameterizedTest
    @ValueSource(strings = {"etcdclusters", "etcdbackups", "etcdrestores"})
    void everyFieldSaysWhatItIs(String plural) throws IOException {
        var definition = new KubernetesSerialization()
                .unmarshal(
                        Files.readString(DEFINITIONS.resolve(plural + ".etcd.cairn.dev.yaml")),
                        CustomResourceDefinition.class);
        for (var version : definition.getSpec().getVersions()) {
            JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
            assertThat(schema.getDescription()).isNotBlank();
            assertThat(schema.getProperties()).containsKeys("spec", "status");
            assertThat(silent("", schema)).isEmpty();
        }
    }

    /** Paths of the fields without a description. */
    private static List<String> silent(String path, JSONSchemaProps schema) {
        var silent = new ArrayList<String>();
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, field) -> {
                if (field.getDescription() == null || field.getDescription().isBlank()) {
                    silent.add(path + "." + name);
                }
                silent.addAll(silent(path + "." + name, field));
            });
        }
        if (schema.getItems() != null && schema.getItems().getSchema() != null) {
            silent.addAll(silent(path + "[]", schema.getItems().getSchema()));
        }
        if (schema.getAdditionalProperties() != null
                && schema.getAdditionalProperties().getSchema() != null) {
            silent.addAll(silent(path + "{}", schema.getAdditionalProperties().getSchema()));
        }
        return silent;
    }
}
