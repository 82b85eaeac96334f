// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
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
 * The YAML of a custom resource's definition, from its Java type. Seven things the generator leaves open are settled
 * here: printer columns come in the order they are declared in, a rule on a record's component is said once, maps that a
 * rule walks over are bounded, without which the API server refuses the rule for its cost; a resource without a
 * specification is refused; every quantity is one, and every integer of a specification fits into Java's: a value that
 * cannot be read is refused; every field says what it is.
 */
final class CrdYaml {
    private static final long QUANTITY_LENGTH_MAX = 32;
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
            bound(version.getSchema().getOpenAPIV3Schema().getProperties().get("spec"));
            version.getSchema().getOpenAPIV3Schema().setRequired(List.of("spec"));
            FieldDescriptions.complete(version.getSchema().getOpenAPIV3Schema(), type);
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
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
            quantity(schema);
        }
        boolean map = schema.getAdditionalProperties() != null
                && schema.getAdditionalProperties().getSchema() != null;
        boolean ofQuantities = map
                && Boolean.TRUE.equals(
                        schema.getAdditionalProperties().getSchema().getXKubernetesIntOrString());
        if (ofQuantities) {
            schema.setMaxProperties(MAP_ENTRIES_MAX);
            quantity(schema.getAdditionalProperties().getSchema());
        } else if (map && !schema.getXKubernetesValidations().isEmpty()) {
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

    /** All integers-or-strings of these resources are quantities. */
    private static void quantity(JSONSchemaProps schema) {
        schema.setMaxLength(QUANTITY_LENGTH_MAX);
        if (schema.getXKubernetesValidations().isEmpty()) {
            schema.setXKubernetesValidations(List.of(new ValidationRuleBuilder()
                    .withRule("isQuantity(string(self)) && !quantity(string(self)).isLessThan(quantity('0'))")
                    .withMessage("must be a quantity, not negative, such as 500m, 2 or 8Gi")
                    .build()));
        }
    }

    private static void bound(JSONSchemaProps schema) {
        if ("integer".equals(schema.getType())) {
            schema.setMaximum(schema.getMaximum() == null ? (double) Integer.MAX_VALUE : schema.getMaximum());
            schema.setMinimum(schema.getMinimum() == null ? (double) Integer.MIN_VALUE : schema.getMinimum());
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(CrdYaml::bound);
        }
        if (schema.getItems() != null && schema.getItems().getSchema() != null) {
            bound(schema.getItems().getSchema());
        }
    }
}
