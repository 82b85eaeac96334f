// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.kube.ApiServerProcess;
import dev.cairn.e2e.story.Scene;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** {@code ROTATIONS} (3) are asked for before the CA's Secret is lost. Negative control: a member's pod is deleted meanwhile. */
@Scene(controlFailsAt = "pods that were replaced or restarted")
class CaRotationScene {
    private static final String NAME = "demo";
    private static final String NAMESPACE = "churn";
    private static final Duration ROTATED = Duration.ofMinutes(10);
    private static final Duration LOST_POD = Duration.ofMinutes(3);

    @Test
    void authoritiesComeAndGoUnderLoadWithoutARestartOrAFailedRequest(Story story, Stage stage)
            throws IOException, GeneralSecurityException, InterruptedException {
        Assumptions.assumeTrue(
                stage.kubernetes().isRouted(), "a server of this machine must reach the client Service by its address");
        TestedCluster cluster = TestedCluster.formed(story, stage, NAME, 3);
        cluster.patch("{\"spec\": {\"tls\": {\"managed\": {\"clientGrace\": \"5s\"}}}}");
        EtcdClients etcd = EtcdClients.of(stage, cluster);
        Map<String, String> pods = pods(stage);
        story.say("load: a Go client's writes, clients that begin anew, a second kube-apiserver with a watch");
        Writer writer = Writer.start(story, stage, cluster, 1);
        FreshClients fresh = FreshClients.start(stage, cluster);
        Secret first = fresh.secret();
        ApiServerProcess server = SecondApiServer.start(story, stage, cluster, etcd);
        Churn churn = churn(story, stage.atEnd(server.client()));

        for (int i = 1; i <= rotations(story); i++) {
            int value = i;
            rotate(
                    story,
                    cluster,
                    "rotation " + i + " is asked for",
                    () -> cluster.patch(
                            "{\"metadata\": {\"annotations\": {\"etcd.cairn.dev/rotate-ca\": \"" + value + "\"}}}"));
            if (story.isControl()) {
                cluster.losePod(cluster.members().getFirst(), LOST_POD);
            }
        }
        if (!story.isControl()) {
            rotate(
                    story,
                    cluster,
                    "the CA's Secret is deleted",
                    () -> stage.client()
                            .secrets()
                            .inNamespace(stage.namespace())
                            .withName(NAME + "-ca-key")
                            .delete());
        }
        story.expect("pods that were replaced or restarted", pods, pods(stage));
        fresh.close();
        story.expect(
                "requests of clients that begin anew, of " + fresh.requests() + " failed", List.of(), fresh.failures());
        Churn.Result seen = churn.stop();
        story.expect("the one watch", "uninterrupted", seen.watch());
        story.expect("resourceVersions that the watch missed", 0, seen.missed());
        story.expectAtMost("failed requests to the kube-apiserver", 0, seen.failedPermille(), "in a thousand");
        Writer.Results written = writer.stop();
        story.say("%s", written);
        story.expect("writes without an answer", 0L, written.unknown());
        story.expect("lost writes", 0L, written.lost());
        story.expect(
                "the first CA's client certificate is refused",
                true,
                !fresh.attempt(first, fresh.secret(), 0).isEmpty());
        story.expect(
                "whoever trusts the first CA alone is shown nothing he trusts",
                true,
                !fresh.attempt(fresh.secret(), first, 0).isEmpty());
        story.expect("today's is taken", "", fresh.attempt(fresh.secret(), fresh.secret(), 0));
    }

    private static int rotations(Story story) {
        return story.isControl()
                ? 1
                : Optional.ofNullable(System.getenv("ROTATIONS"))
                        .map(Integer::parseInt)
                        .orElse(3);
    }

    private interface Cause {
        void happen();
    }

    private static void rotate(Story story, TestedCluster cluster, String what, Cause cause) {
        String before = cluster.status().certificateAuthority();
        story.say("%s; the CA in use is %s", what, before);
        long began = story.seconds();
        cause.happen();
        story.waitUntil(
                "another CA to be in use, and it alone trusted",
                ROTATED,
                () -> rotated(cluster.status(), before),
                () -> String.valueOf(cluster.status().certificates().rotation()));
        story.say("the CA in use is %s, after %d s", cluster.status().certificateAuthority(), story.seconds() - began);
    }

    /** Whether another CA than this one is in use, and it alone trusted. */
    static boolean rotated(EtcdClusterStatus status, String before) {
        return !before.equals(status.certificateAuthority())
                && List.of(status.certificateAuthority())
                        .equals(status.certificates().trusted())
                && status.certificates().rotation() == null
                && status.currentStep() == null;
    }

    private static Churn churn(Story story, KubernetesClient client) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        return Churn.start(story, client, NAMESPACE);
    }

    /** UID and restarts of each member's pod, by name. */
    private static Map<String, String> pods(Stage stage) {
        var pods = new TreeMap<String, String>();
        for (Pod each : stage.client()
                .pods()
                .inNamespace(stage.namespace())
                .withLabel("etcd.cairn.dev/cluster", NAME)
                .list()
                .getItems()) {
            int restarts = each.getStatus().getContainerStatuses().stream()
                    .mapToInt(ContainerStatus::getRestartCount)
                    .sum();
            pods.put(each.getMetadata().getName(), each.getMetadata().getUid() + ", " + restarts + " restarts");
        }
        return pods;
    }
}
