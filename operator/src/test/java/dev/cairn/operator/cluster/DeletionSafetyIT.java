// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What belongs to a cluster that is there cannot be deleted by hand: the policy on a real API server. */
@InALab
class DeletionSafetyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> KUBERNETES = List.of(
            "system:serviceaccount:kube-system:generic-garbage-collector",
            "system:serviceaccount:kube-system:namespace-controller",
            "system:kube-controller-manager",
            "system:node:worker-1",
            "system:serviceaccount:cairn-system:cairn-operator");

    private static KubeLab lab;
    private static Clusters clusters;

    @BeforeAll
    static void enter(KubeLab opened, Clusters inIt) {
        lab = opened;
        clusters = inIt;
        lab.install(Path.of("..", "manifests", "deletion-safety", "policy.yaml"));
        clusters.apply("live", "replicas: 1\n");
        // The policy is in force some moments after it is there.
        claim("default", "probe", "live");
        await().atMost(PATIENCE)
                .until(() -> refused(lab.client(), "default", "probe").isPresent());
    }

    @Test
    void volumesPodsAndSecretsOfALiveClusterStay() {
        try (var operator = lab.operator()) {
            String member = clusters.await("live", "is ready", each -> Clusters.holds(each, "Ready"))
                    .getStatus()
                    .leader();
            for (String each : List.of("pvc/data-" + member, "pod/" + member, "secret/live-ca-key")) {
                assertThat(lab.kubectlFails("delete", each, "--wait=false"))
                        .as(each)
                        .contains("belongs to EtcdCluster live, which is there and is not being deleted")
                        .contains("etcd.cairn.dev/allow-deletion");
            }
            assertThat(lab.kubectlFails("delete", "pvc", "--all", "--wait=false"))
                    .contains("belongs to EtcdCluster live");
            assertThat(clusters.pod(member).isMarkedForDeletion()).isFalse();

            lab.kubectl("annotate", "pod", member, "etcd.cairn.dev/allow-deletion=true");
            String before = clusters.pod(member).getMetadata().getUid();
            lab.kubectl("delete", "pod", member, "--wait=false");
            await().atMost(PATIENCE).until(() -> clusters.another(member, before));
        }
    }

    @Test
    void kubernetesItselfAndTheOperatorMayDelete() {
        for (String user : KUBERNETES) {
            admit(user);
            claim("default", "by-controller", "live");
            assertThat(refused(lab.clientOf(user), "default", "by-controller"))
                    .as(user)
                    .isEmpty();
        }
    }

    /** The control: somebody with the same rights. */
    @Test
    void nobodyElseMay() {
        String user = "system:serviceaccount:default:somebody";
        admit(user);
        claim("default", "by-somebody", "live");
        assertThat(refused(lab.clientOf(user), "default", "by-somebody")).isPresent();
    }

    @Test
    void whatBelongsToNoClusterThatIsThereMayGo() {
        claim("default", "of-nobody", "gone");
        assertThat(refused(lab.client(), "default", "of-nobody")).isEmpty();
        lab.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("elsewhere")
                        .endMetadata()
                        .build())
                .create();
        claim("elsewhere", "of-another-namespace", "live");
        assertThat(refused(lab.client(), "elsewhere", "of-another-namespace")).isEmpty();
        // The resource stays, as no operator takes its finalizer away; it is being deleted all the same.
        var leaving = clusters.apply("leaving", "replicas: 1\n");
        leaving.getMetadata().setFinalizers(List.of("etcd.cairn.dev/test"));
        lab.client().resource(leaving).patch();
        clusters.delete("leaving");
        claim("default", "of-one-that-leaves", "leaving");
        await().atMost(PATIENCE)
                .until(() ->
                        refused(lab.client(), "default", "of-one-that-leaves").isEmpty());
    }

    private static void admit(String user) {
        lab.client()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName("test-" + user.replace(':', '-'))
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                        .addNewSubject()
                        .withKind("User")
                        .withName(user)
                        .withApiGroup("rbac.authorization.k8s.io")
                        .endSubject()
                        .build())
                .serverSideApply();
        await().atMost(PATIENCE)
                .until(() -> answers(() -> lab.clientOf(user)
                                .persistentVolumeClaims()
                                .inNamespace("default")
                                .list()
                        != null));
    }

    private static boolean answers(Supplier<Boolean> question) {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static void claim(String namespace, String name, String cluster) {
        lab.client()
                .resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withLabels(Map.of("etcd.cairn.dev/cluster", cluster))
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .withNewResources()
                        .withRequests(Map.of("storage", new io.fabric8.kubernetes.api.model.Quantity("1Mi")))
                        .endResources()
                        .endSpec()
                        .build())
                .serverSideApply();
    }

    /** Why the claim may not be deleted; empty where it may, and then it is. */
    private static Optional<String> refused(KubernetesClient client, String namespace, String claim) {
        try {
            client.persistentVolumeClaims()
                    .inNamespace(namespace)
                    .withName(claim)
                    .delete();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return Optional.of(e.getMessage());
        }
    }
}
