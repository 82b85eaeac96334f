// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.tls.CertificateAuthority;
import dev.cairn.operator.tls.KeyedCertificate;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people and accidents do to a cluster's objects, on a real API server: nothing is lost for it, and it is said. */
@InALab
class ClusterFaultsIT {
    private static final String DATA_GOES = "deletionPolicy: Delete\n";
    private static final String HELD = "example.org/held";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static KubeLab lab;
    private static Clusters clusters;

    @BeforeAll
    static void enter(KubeLab opened, Clusters inIt) {
        lab = opened;
        clusters = inIt;
    }

    @Test
    void aClusterMadeAgainWhileItsVolumesGoWaitsAndBeginsAfresh() {
        try (var operator = lab.operator()) {
            clusters.apply("again", DATA_GOES + "replicas: 1\n");
            EtcdCluster before = clusters.awaitReady("again", 1);
            String claim = clusters.volumes("again").getFirst();
            hold(claim, true);
            clusters.delete("again");
            clusters.awaitGone("again");
            assertThat(claim(claim).isMarkedForDeletion()).isTrue();

            clusters.apply("again", DATA_GOES + "replicas: 1\n");
            EtcdCluster waiting = clusters.awaitDegraded("again", "EarlierClusterTerminating");
            assertThat(Clusters.message(waiting, "Degraded")).contains(claim);
            assertThat(waiting.getStatus().clusterId()).isNull();
            assertThat(clusters.pods("again")).isEmpty();

            hold(claim, false);
            EtcdCluster after = clusters.awaitReady("again", 1);
            assertThat(after.getStatus().clusterId())
                    .isNotEqualTo(before.getStatus().clusterId());
            assertThat(clusters.volumes("again")).doesNotContain(claim);
            clusters.delete("again");
            clusters.awaitGone("again");
        }
    }

    @Test
    void deletingAClusterLeavesAnotherOnesVolume() {
        try (var operator = lab.operator()) {
            clusters.apply("mixed", DATA_GOES + "replicas: 1\n");
            clusters.awaitReady("mixed", 1);
            lab.client()
                    .resource(new PersistentVolumeClaimBuilder(
                                    claim(clusters.volumes("mixed").getFirst()))
                            .withNewMetadata()
                            .withNamespace("default")
                            .withName("data-mixed-other")
                            .addToLabels(Labels.CLUSTER, "mixed")
                            .addToLabels(Labels.MEMBER, "mixed-other")
                            .addToAnnotations(Labels.CLUSTER_ID, "ee")
                            .endMetadata()
                            .build())
                    .create();
            clusters.delete("mixed");
            clusters.awaitGone("mixed");
            await().atMost(PATIENCE).until(() -> clusters.volumes("mixed").equals(List.of("data-mixed-other")));
            lab.client().resource(claim("data-mixed-other")).delete();
        }
    }

    @Test
    void whatCannotBeKeptBesideTheMembersIsSaidAndStopsNoRepair() {
        ClusterRole rights =
                lab.client().rbac().clusterRoles().withName("cairn-operator").get();
        try (var operator = lab.operator()) {
            // The others are a quorum without it: the budget is wanted while a member is lost.
            clusters.apply("partly", DATA_GOES + "replicas: 3\n");
            String leader = clusters.awaitReady("partly", 3).getStatus().leader();
            String member = clusters.pods("partly").stream()
                    .filter(each -> !each.equals(leader))
                    .findFirst()
                    .orElseThrow();
            String lost = clusters.pod(member).getMetadata().getUid();
            lab.client()
                    .resource(new ClusterRoleBuilder(rights)
                            .editMetadata()
                            .withResourceVersion(null)
                            .endMetadata()
                            .withRules(rights.getRules().stream()
                                    .filter(each -> !each.getResources().contains("poddisruptionbudgets"))
                                    .toList())
                            .build())
                    .update();
            lab.client().resource(clusters.pod(member)).delete();
            EtcdCluster told = clusters.awaitDegraded("partly", "ApplyDisruptionBudgetFailed");
            assertThat(Clusters.message(told, "Degraded"))
                    .contains("partly-voters")
                    .contains("forbidden");
            clusters.await(
                    "partly",
                    "has its pod again",
                    each -> Clusters.holds(each, "Ready") && clusters.another(member, lost));
            // The step that failed is told, and that the cluster is degraded by it; neither is told at every try.
            assertThat(clusters.warnings("partly", "ApplyDisruptionBudgetFailed"))
                    .anyMatch(each -> each.contains("forbidden"))
                    .hasSizeLessThan(6);
        } finally {
            lab.client()
                    .resource(new ClusterRoleBuilder(rights)
                            .editMetadata()
                            .withResourceVersion(null)
                            .endMetadata()
                            .build())
                    .update();
        }
        try (var operator = lab.operator()) {
            clusters.await("partly", "is well again", each -> !Clusters.holds(each, "Degraded"));
            clusters.delete("partly");
            clusters.awaitGone("partly");
        }
    }

    @Test
    void aSeedAndALearnerThatNeverWorkedAreMadeAnewWhenTheSpecificationIsPutRight() {
        try (var operator = lab.operator()) {
            clusters.apply("wrong", DATA_GOES + "replicas: 2\npaused: true\n");
            clusters.patch(
                    "wrong", "{\"spec\":{\"paused\":false,\"config\":{\"extraArgs\":{\"no-such-flag\":\"1\"}}}}");
            await().atMost(PATIENCE)
                    .until(() -> pods("wrong")
                            .anyMatch(each -> each.getSpec()
                                    .getContainers()
                                    .getFirst()
                                    .getArgs()
                                    .contains("--no-such-flag=1")));
            String seed = awaitPod("wrong", 0);
            String broken = clusters.pod(seed).getMetadata().getUid();
            clusters.patch("wrong", "{\"spec\":{\"config\":{\"extraArgs\":null}}}");
            await().atMost(PATIENCE).until(() -> clusters.another(seed, broken));
            String learner = awaitLearner("wrong", seed);
            lab.holdBack(learner);
            await().atMost(PATIENCE).until(() -> clusters.pod(learner) != null);
            String held = clusters.pod(learner).getMetadata().getUid();
            clusters.patch("wrong", "{\"spec\":{\"podTemplate\":{\"labels\":{\"fixed\":\"yes\"}}}}");
            await().atMost(PATIENCE).until(() -> clusters.another(learner, held));
            assertThat(clusters.pod(learner).getMetadata().getLabels()).containsEntry("fixed", "yes");
            lab.letGo(learner);
            clusters.awaitReady("wrong", 2);
            clusters.delete("wrong");
            clusters.awaitGone("wrong");
        }
    }

    /** Members of real etcd read their CAs once, when they start: they never come to trust another. */
    @Test
    void withoutTheKeyOfItsCaNothingIsIssuedFromAnotherThatMembersDoNotTrust() {
        try (var operator = lab.operator()) {
            clusters.apply("keyless", DATA_GOES + "replicas: 1\ntls: {managed: {clientGrace: 0s}}\n");
            String member = clusters.awaitReady("keyless", 1).getStatus().leader();
            Secret key = secret("keyless-ca-key");
            String trusted = text(secret("keyless-ca"), "ca.crt");
            String shown = text(secret(member + "-tls"), "tls.crt");
            lab.client().resource(key).delete();
            lab.client().resource(secret("keyless-ca")).delete();
            EtcdCluster told = clusters.awaitDegraded("keyless", "CaKeyMissing");
            assertThat(Clusters.message(told, "Degraded"))
                    .contains("default/keyless-ca-key")
                    .contains("a new CA takes its place once every member trusts it");
            clusters.awaitOneWarning("keyless", "CaKeyMissing");
            await().atMost(PATIENCE)
                    .until(() -> secret("keyless-ca") != null
                            && text(secret("keyless-ca"), "ca.crt").contains(trusted)
                            && text(secret("keyless-ca"), "ca.crt").length() > trusted.length());
            clusters.await(
                    "keyless",
                    "waits for the member",
                    each -> each.getStatus().certificates().rotation() != null
                            && each.getStatus().certificates().rotation().endsWith("trust the new CA: " + member));
            assertThat(secret("keyless-ca-key")).isNull();

            var other = CertificateAuthority.create(
                    "other", CertificateAuthority.CA_LIFE, Instant.now(), new SecureRandom());
            lab.client().resource(keySecret(key, other)).create();
            clusters.awaitDegraded("keyless", "CaNotTrusted");
            assertThat(text(secret(member + "-tls"), "tls.crt")).isEqualTo(shown);
            lab.client().resource(secret("keyless-ca-key")).delete();
            lab.client()
                    .resource(new SecretBuilder(key)
                            .withNewMetadata()
                            .withNamespace("default")
                            .withName("keyless-ca-key")
                            .endMetadata()
                            .build())
                    .create();
            clusters.await("keyless", "is well again", each -> !Clusters.holds(each, "Degraded"));
            clusters.delete("keyless");
            clusters.awaitGone("keyless");
        }
    }

    @Test
    void certificatesThatAreLostOrDamagedAreIssuedAnewFromTheSameCa() {
        try (var operator = lab.operator()) {
            clusters.apply("leaves", DATA_GOES + "replicas: 1\n");
            String member = clusters.awaitReady("leaves", 1).getStatus().leader();
            Secret published = secret("leaves-ca");
            lab.client().resource(secret("leaves-client-tls")).delete();
            damage("leaves-ca", "ca.crt");
            damage(member + "-tls", "tls.key");
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> secret("leaves-client-tls") != null
                            && published.getData().equals(secret("leaves-ca").getData())
                            && !"damaged".equals(text(secret(member + "-tls"), "tls.key")));
            EtcdCluster well = clusters.await("leaves", "is ready", each -> Clusters.holds(each, "Ready"));
            assertThat(lab.etcdctl(well, member, "endpoint", "health")).contains("is healthy");
            assertThat(clusters.warnings("leaves", "QuorumLost")).isEmpty();
            assertThat(clusters.warnings("leaves", "ClientCertificateMissing")).isEmpty();
            assertThat(clusters.warnings("leaves", "NoQuorum")).isEmpty();
            clusters.delete("leaves");
            clusters.awaitGone("leaves");
        }
    }

    private static void hold(String claim, boolean held) {
        lab.client()
                .persistentVolumeClaims()
                .inNamespace("default")
                .withName(claim)
                .edit(each -> held
                        ? new PersistentVolumeClaimBuilder(each)
                                .editMetadata()
                                .addToFinalizers(HELD)
                                .endMetadata()
                                .build()
                        : new PersistentVolumeClaimBuilder(each)
                                .editMetadata()
                                .removeFromFinalizers(HELD)
                                .endMetadata()
                                .build());
    }

    private static void damage(String secret, String field) {
        lab.client()
                .secrets()
                .inNamespace("default")
                .withName(secret)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"stringData\":{\"" + field + "\":\"damaged\"}}");
    }

    private static Secret keySecret(Secret like, KeyedCertificate ca) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(like.getMetadata().getName())
                .endMetadata()
                .withType(like.getType())
                .withStringData(Map.of("tls.crt", ca.certificatePem(), "tls.key", ca.privateKeyPem()))
                .build();
    }

    private static java.util.stream.Stream<Pod> pods(String cluster) {
        return clusters.pods(cluster).stream().map(clusters::pod).filter(java.util.Objects::nonNull);
    }

    /** A member that has a volume and is not the seed; its pod comes a look later, so there is time to hold it back. */
    private static String awaitLearner(String cluster, String seed) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> clusters.volumes(cluster).size() == 2);
        return clusters.volumes(cluster).stream()
                .map(each -> each.substring("data-".length()))
                .filter(each -> !each.equals(seed))
                .findFirst()
                .orElseThrow();
    }

    private static String awaitPod(String cluster, int at) {
        await().atMost(PATIENCE).until(() -> clusters.pods(cluster).size() > at);
        return clusters.pods(cluster).get(at);
    }

    private static PersistentVolumeClaim claim(String name) {
        return lab.client()
                .persistentVolumeClaims()
                .inNamespace("default")
                .withName(name)
                .get();
    }

    private static Secret secret(String name) {
        return lab.client().secrets().inNamespace("default").withName(name).get();
    }

    private static String text(Secret secret, String field) {
        return new String(Base64.getDecoder().decode(secret.getData().get(field)), StandardCharsets.UTF_8);
    }
}
