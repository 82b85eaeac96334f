// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The YAML of a custom resource's definition, from its Java type. Four things the generator leaves open are settled
 * here: printer columns come in the order they are declared in, a rule on a record's component is said once, and maps
 * that a rule walks over are bounded, without which the API server refuses the rule for its cost;
 * and a resource without a specification is refused.
 */
final class CrdYaml {
    private static final long MAP_ENTRIES_MAX = 64;
    private static final long MAP_VALUE_LENGTH_MAX = 4096;

    private CrdYaml() {}

    static Map.Entry<String, String> of(Class<? extends CustomResource<?, ?>> type) throws IOException {
        Path directory = Files.createTempDirectory("crd");
        var details = new CRDGenerator()
                .customResourceClasses(type)
                .inOutputDir(directory.toFile())
                .forCRDVersions("v1")
                .detailedGenerate()
                .getCRDDetailsPerNameAndVersion();
        String name = details.keySet().iterator().next();
        Path file = Path.of(details.get(name).get("v1").getFilePath());
        var yaml = new KubernetesSerialization();
        var definition = yaml.unmarshal(Files.readString(file), CustomResourceDefinition.class);
        for (var version : definition.getSpec().getVersions()) {
            version.getAdditionalPrinterColumns().sort(Comparator.comparingInt(each -> declaredAt(type, each)));
            settle(version.getSchema().getOpenAPIV3Schema());
            version.getSchema().getOpenAPIV3Schema().setRequired(List.of("spec"));
            var scale = version.getSubresources().getScale();
            // A cluster's specification inside another resource does not make that one scalable.
            if (scale != null && scale.getStatusReplicasPath() == null) {
                version.getSubresources().setScale(null);
            }
        }
        return Map.entry(
                name,
                "# SPDX-License-Identifier: Apache-2.0\n# Generated from crds/ by `make crds`; edits here are lost.\n"
                        + yaml.asYaml(definition).replaceFirst("^---\n", ""));
    }

    private static int declaredAt(Class<?> type, CustomResourceColumnDefinition column) {
        List<String> declared = Stream.of(type.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        int at = declared.indexOf(column.getName());
        return at < 0 ? declared.size() : at;
    }

    private static void settle(JSONSchemaProps schema) {
        if (schema.getXKubernetesValidations() != null) {
            schema.setXKubernetesValidations(new ArrayList<>(new LinkedHashSet<>(schema.getXKubernetesValidations())));
        }
        boolean map = schema.getAdditionalProperties() != null
                && schema.getAdditionalProperties().getSchema() != null;
        if (map && !schema.getXKubernetesValidations().isEmpty()) {
            schema.setMaxProperties(MAP_ENTRIES_MAX);
            schema.getAdditionalProperties().getSchema().setMaxLength(MAP_VALUE_LENGTH_MAX);
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(CrdYaml::settle);
        }
        if (schema.getItems() != null && schema.getItems().getSchema() != null) {
            settle(schema.getItems().getSchema());
        }
    }
}
