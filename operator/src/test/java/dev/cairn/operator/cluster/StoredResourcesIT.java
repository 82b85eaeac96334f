// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What etcd may hold of these resources, on a real API server: what cannot be read is said, and hides nothing else. */
@InALab
class StoredResourcesIT {
    private static final String DATA_GOES = "deletionPolicy: Delete\n";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static KubeLab lab;
    private static Clusters clusters;

    @BeforeAll
    static void enter(KubeLab opened, Clusters inIt) {
        lab = opened;
        clusters = inIt;
    }

    @Test
    void aStoredValueThatCannotBeReadIsSaidAndStopsNoRepair() {
        try (var operator = lab.operator()) {
            clusters.apply("unread", DATA_GOES + "replicas: 1\n");
            String member = clusters.awaitReady("unread", 1).getStatus().leader();
            String lost = clusters.pod(member).getMetadata().getUid();
            withoutRules(() -> clusters.patch("unread", "{\"spec\":{\"config\":{\"quotaBackendBytes\":\"lots\"}}}"));
            EtcdCluster told = clusters.awaitDegraded("unread", "SpecInvalid");
            assertThat(Clusters.message(told, "Degraded")).contains("spec.config.quotaBackendBytes is 'lots'");

            lab.client().resource(clusters.pod(member)).delete();
            clusters.await(
                    "unread",
                    "has its pod again",
                    each -> Clusters.holds(each, "Available") && clusters.another(member, lost));
            clusters.awaitOneWarning("unread", "SpecInvalid");

            clusters.patch("unread", "{\"spec\":{\"config\":{\"quotaBackendBytes\":\"2Gi\"}}}");
            clusters.await("unread", "is well again", each -> !Clusters.holds(each, "Degraded"));
            clusters.delete("unread");
            clusters.awaitGone("unread");
        }
    }

    @Test
    void whatCannotBeReadHidesNoOtherCluster() {
        try (var operator = lab.operator()) {
            clusters.apply("before", DATA_GOES + "replicas: 1\n");
            clusters.awaitReady("before", 1);
            withoutTypes("etcdclusters", () -> {
                store("EtcdCluster", "blank", "storage: {size: ''}\nreplicas: 1\nconfig: {snapshotCount: 99999999999}");
                store("EtcdCluster", "riddle", "tls: {mode: Perhaps}\nreplicas: 1");
                store("EtcdCluster", "nothing", "17");
            });
            withoutTypes("etcdbackups", () -> store("EtcdBackup", "riddle", "clusterRef: before"));
            withoutTypes("etcdrestores", () -> store("EtcdRestore", "riddle", "bumpRevision: 1e30"));
            // Seen by the watches of this operator, and by the lists of the next one.
            awaitUnreadable();
            String member = clusters.get("before").getStatus().leader();
            String lost = clusters.pod(member).getMetadata().getUid();
            lab.client().resource(clusters.pod(member)).delete();
            clusters.await(
                    "before", "is tended", each -> Clusters.holds(each, "Ready") && clusters.another(member, lost));
        }
        try (var operator = lab.operator()) {
            clusters.apply("after", DATA_GOES + "replicas: 1\n");
            clusters.awaitReady("after", 1);
            awaitUnreadable();
            assertThat(clusters.pods("blank")).isEmpty();
            assertThat(clusters.pods("riddle")).isEmpty();
            // Under its rules the API server takes no change of it, not even that of its finalizers.
            withoutTypes("etcdclusters", () -> clusters.patch("nothing", "{\"spec\":{\"paused\":true}}"));
            clusters.await("nothing", "was put right", each -> each.unreadable().isEmpty());
            for (String each : List.of("before", "after", "blank", "riddle", "nothing")) {
                clusters.delete(each);
                clusters.awaitGone(each);
            }
        }
    }

    private static void awaitUnreadable() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(warnings("blank", "SpecInvalid"))
                    .singleElement()
                    .asString()
                    .contains("spec.storage.size cannot be read", "spec.config.snapshotCount cannot be read");
            assertThat(warnings("riddle", "ResourceUnreadable"))
                    .anyMatch(each -> each.contains("spec.tls.mode cannot be read: it holds \"Perhaps\""))
                    .anyMatch(each -> each.contains("spec.clusterRef cannot be read"))
                    .anyMatch(each -> each.contains("spec.bumpRevision cannot be read"))
                    .hasSize(3);
            assertThat(warnings("nothing", "ResourceUnreadable"))
                    .singleElement()
                    .asString()
                    .contains("spec cannot be read: it holds 17");
        });
    }

    /** Where the API server takes no status of a resource, each operator tells of it once. */
    private static List<String> warnings(String name, String reason) {
        return clusters.warnings(name, reason).stream().distinct().toList();
    }

    private static void store(String kind, String name, String spec) {
        String yaml = "apiVersion: etcd.cairn.dev/v1alpha1\nkind: " + kind + "\nmetadata: {name: " + name
                + ", namespace: default}\nspec:\n" + spec.indent(2);
        var serialization = new KubernetesSerialization();
        lab.client()
                .resource(serialization.unmarshal(yaml, GenericKubernetesResource.class))
                .createOr(NonDeletingOperation::update);
    }

    /** As if the definition's rules were younger than the resource. */
    private static void withoutRules(Runnable change) {
        underOtherSchema(
                "etcdclusters",
                schema -> schema.getProperties()
                        .get("spec")
                        .getProperties()
                        .get("config")
                        .getProperties()
                        .get("quotaBackendBytes")
                        .setXKubernetesValidations(List.of()),
                change);
    }

    /** As if the definition's types were younger than the resource. */
    private static void withoutTypes(String plural, Runnable change) {
        underOtherSchema(
                plural,
                schema -> {
                    schema.setRequired(List.of());
                    schema.setXKubernetesValidations(List.of());
                    schema.setProperties(new TreeMap<>(Map.of(
                            "spec",
                            new JSONSchemaPropsBuilder()
                                    .withXKubernetesPreserveUnknownFields(true)
                                    .build(),
                            "status",
                            new JSONSchemaPropsBuilder()
                                    .withXKubernetesPreserveUnknownFields(true)
                                    .build())));
                },
                change);
    }

    private static void underOtherSchema(String plural, Consumer<JSONSchemaProps> edit, Runnable change) {
        var definition =
                lab.client().apiextensions().v1().customResourceDefinitions().withName(plural + ".etcd.cairn.dev");
        CustomResourceDefinition strict = definition.get();
        definition.edit(each -> {
            // The scale subresource points into the specification.
            each.getSpec().getVersions().getFirst().getSubresources().setScale(null);
            edit.accept(each.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema());
            return each;
        });
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> {
            try {
                change.run();
                return true;
            } catch (KubernetesClientException e) {
                return false;
            }
        });
        definition.edit(each -> {
            each.setSpec(strict.getSpec());
            return each;
        });
    }
}
