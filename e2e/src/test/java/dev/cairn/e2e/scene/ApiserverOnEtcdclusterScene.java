// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.kube.ApiServerProcess;
import dev.cairn.e2e.story.Scene;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** While each member's pod goes in turn. Negative control: that API server is ended meanwhile. */
@Scene(controlFailsAt = "the one watch")
class ApiserverOnEtcdclusterScene {
    private static final String NAMESPACE = "churn";
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration SERVED = Duration.ofSeconds(30);
    private static final String KIND = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: notes.example.com}
            spec:
              group: example.com
              names: {kind: Note, plural: notes, singular: note}
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, properties: {text: {type: string}}}}
            """;

    @Test
    void watchOfASecondApiServerSeesEverythingAndItsRequestsGoOn(Story story, Stage stage)
            throws IOException, GeneralSecurityException, InterruptedException {
        Assumptions.assumeTrue(
                stage.kubernetes().isRouted(), "a server of this machine must reach the client Service by its address");
        TestedCluster cluster = TestedCluster.formed(story, stage, "store", 3);
        EtcdClients etcd = EtcdClients.of(stage, cluster);
        story.say("second API server on %s", cluster.status().endpoints().etcdServersByIp());
        ApiServerProcess server = SecondApiServer.start(story, stage, cluster, etcd);
        KubernetesClient client = stage.atEnd(server.client());
        makeObjects(story, client);

        story.say("client: writes, pages, one watch");
        Churn churn = Churn.start(story, client, NAMESPACE);
        for (String member : cluster.members()) {
            story.say("the pod of %s is deleted", member);
            cluster.losePod(member, LIMIT);
            if (story.isControl()) {
                server.stop();
                break;
            }
        }
        story.say("the client stops");
        Churn.Result result = churn.stop();
        story.expect("the one watch", "uninterrupted", result.watch());
        story.expect("resourceVersions that the watch missed", 0, result.missed());
        story.expect("events came in order, each once", true, result.ordered());
        story.expectAtMost("failed requests", 10, result.failedPermille(), "in a thousand");
        story.expectAtMost("longest gap", 5000, result.longestGapMillis(), "ms");
        story.expect("the object of the new kind", "kept", note(client).get("text"));
    }

    private static void makeObjects(Story story, KubernetesClient client) {
        story.say("namespace, kind, object");
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        client.resource(KIND).create();
        story.waitUntil(
                "the new kind to be established",
                SERVED,
                () -> client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("notes.example.com")
                        .isReady());
        story.waitUntil("the new kind to be served", SERVED, () -> client.getApiResources("example.com/v1") != null);
        client.resource("""
                apiVersion: example.com/v1
                kind: Note
                metadata: {name: one, namespace: churn}
                text: kept
                """).create();
    }

    private static GenericKubernetesResource note(KubernetesClient client) {
        return client.genericKubernetesResources("example.com/v1", "Note")
                .inNamespace(NAMESPACE)
                .withName("one")
                .require();
    }
}
