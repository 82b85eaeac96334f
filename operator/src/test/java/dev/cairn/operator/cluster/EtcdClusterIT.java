// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.RunningOperator;
import dev.cairn.operator.tls.CertificateReader;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator on a real API server, with real etcd processes for members: what a cluster goes through in its life. */
@InALab
class EtcdClusterIT {
    private static final String DATA_GOES = "deletionPolicy: Delete\n";

    private static KubeLab lab;
    private static Clusters clusters;

    @BeforeAll
    static void enter(KubeLab opened, Clusters inIt) {
        lab = opened;
        clusters = inIt;
    }

    @Test
    void formsGrowsAndShrinksOneLearnerAtATime() {
        try (var operator = lab.operator()) {
            clusters.apply("life", "replicas: 3\n");
            var history = watch("life");
            EtcdCluster cluster = clusters.awaitReady("life", 3);
            assertThat(cluster.getStatus().ready()).isEqualTo("3/3");
            assertThat(cluster.getStatus().leader()).isIn(clusters.pods("life"));
            assertThat(cluster.getStatus().endpoints().etcdServers()).isEqualTo("https://life-client.default.svc:2379");
            var first = new TreeSet<>(Clusters.ids(cluster).keySet());

            clusters.scale("life", 5);
            cluster = clusters.awaitReady("life", 5);
            assertThat(Clusters.ids(cluster)).containsKeys(first.toArray(String[]::new));
            for (String member : Clusters.ids(cluster).keySet()) {
                if (!first.contains(member)) {
                    assertThat(roles(history, member)).startsWith("Learner").endsWith("Voter");
                }
            }

            clusters.scale("life", 3);
            cluster = clusters.awaitReady("life", 3);
            clusters.await("life", "has no Secret of a former member", each -> memberSecrets("life") == 3);
            assertSameData(cluster);
            clusters.delete("life");
            clusters.awaitGone("life");
        }
    }

    @Test
    void onTheWireItIsMutualTls() {
        try (var operator = lab.operator()) {
            clusters.apply("wire", DATA_GOES + "replicas: 1\n");
            EtcdCluster cluster = clusters.awaitReady("wire", 1);
            String member = cluster.getStatus().leader();
            assertThat(lab.etcdctl(cluster, member, "endpoint", "health")).contains("is healthy");
            assertThatThrownBy(() -> lab.etcdctlAt(lab.clientUrl(member, false), "endpoint", "health"))
                    .hasMessageContaining("failed");
            assertThatThrownBy(() -> lab.etcdctlAt(
                            lab.clientUrl(member, true), "--insecure-skip-tls-verify", "endpoint", "health"))
                    .hasMessageContaining("failed");
            clusters.delete("wire");
            clusters.awaitGone("wire");
        }
    }

    @Test
    void withoutTlsItIsPlain() {
        try (var operator = lab.operator()) {
            clusters.apply("plain", DATA_GOES + "replicas: 1\ntls:\n  mode: Disabled\n");
            EtcdCluster cluster = clusters.awaitReady("plain", 1);
            assertThat(lab.etcdctlAt(lab.clientUrl(cluster.getStatus().leader(), false), "endpoint", "health"))
                    .contains("is healthy");
            assertThat(clusters.secrets("plain")).isEmpty();
            clusters.delete("plain");
            clusters.awaitGone("plain");
        }
    }

    @Test
    void aLostPodComesBackAndALostDiskIsReplaced() {
        try (var operator = lab.operator()) {
            clusters.apply("repair", "replicas: 3\n");
            EtcdCluster cluster = clusters.awaitReady("repair", 3);
            var before = Clusters.ids(cluster);
            String leader = cluster.getStatus().leader();

            String lostPod = pod(leader).getMetadata().getUid();
            lab.client().resource(pod(leader)).delete();
            cluster = clusters.await(
                    "repair",
                    "ready again on another pod",
                    each -> Clusters.holds(each, "Ready")
                            && pod(leader) != null
                            && !lostPod.equals(pod(leader).getMetadata().getUid()));
            assertThat(Clusters.ids(cluster)).isEqualTo(before);

            String victim = before.keySet().stream()
                    .filter(each ->
                            !each.equals(clusters.get("repair").getStatus().leader()))
                    .findFirst()
                    .orElseThrow();
            lab.client().resource(volume(victim)).delete();
            lab.client().resource(pod(victim)).delete();
            cluster = clusters.await(
                    "repair",
                    "has replaced " + victim,
                    each -> !Clusters.ids(each).containsKey(victim) && Clusters.holds(each, "Ready"));
            cluster = clusters.awaitReady("repair", 3);
            assertThat(Clusters.ids(cluster).values()).doesNotContain(before.get(victim));
            assertSameData(cluster);
            clusters.delete("repair");
            clusters.awaitGone("repair");
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "BEFORE_STATUS_WRITE",
                "AFTER_STATUS_WRITE",
                "AFTER_MEMBER_ADD",
                "AFTER_PVC",
                "AFTER_CERTIFICATE",
                "AFTER_POD",
                "AFTER_PROMOTION"
            })
    void growsToExactlyTheVotersAskedForAfterAHaltAt(CrashPoint point) throws InterruptedException {
        String name = "halt-" + point.spelling().replace("status-write", "sw");
        try (var operator = lab.operator()) {
            clusters.apply(name, DATA_GOES + "replicas: 1\n");
            clusters.awaitReady(name, 1);
        }
        try (RunningOperator operator = lab.operatorHaltingAt(point)) {
            clusters.scale(name, 2);
            assertThat(operator.hasHalted(Duration.ofSeconds(60)))
                    .as("the switch fired")
                    .isTrue();
        }
        try (var operator = lab.operator()) {
            EtcdCluster cluster = clusters.awaitReady(name, 2);
            assertThat(clusters.pods(name))
                    .containsExactlyElementsOf(Clusters.ids(cluster).keySet());
            assertThat(clusters.volumes(name)).hasSize(2);
            clusters.delete(name);
            clusters.awaitGone(name);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_MEMBER_REMOVE", "AFTER_CERTIFICATE_DELETED"})
    void shrinksToExactlyTheVotersAskedForAfterAHalt(CrashPoint point) throws InterruptedException {
        String name = "halt-" + point.spelling();
        try (var operator = lab.operator()) {
            clusters.apply(name, DATA_GOES + "replicas: 2\n");
            clusters.awaitReady(name, 2);
        }
        try (RunningOperator operator = lab.operatorHaltingAt(point)) {
            clusters.scale(name, 1);
            assertThat(operator.hasHalted(Duration.ofSeconds(60))).isTrue();
        }
        try (var operator = lab.operator()) {
            clusters.awaitReady(name, 1);
            clusters.await(name, "has no Secret of a former member", each -> memberSecrets(name) == 1);
            clusters.delete(name);
            clusters.awaitGone(name);
        }
    }

    /** The CA that was made before the halt is the one that issues after it. */
    @ParameterizedTest
    @EnumSource(names = {"AFTER_APPLY", "AFTER_AUTHORITY", "AFTER_AUTHORITY_PUBLISHED", "AFTER_CERTIFICATE"})
    void formsWithOneCaAfterAHaltAt(CrashPoint point) throws InterruptedException {
        String name = "ca-" + point.spelling();
        try (RunningOperator operator = lab.operatorHaltingAt(point)) {
            clusters.apply(name, DATA_GOES + "replicas: 1\n");
            assertThat(operator.hasHalted(Duration.ofSeconds(60))).isTrue();
        }
        Optional<String> ca = authority(name);
        assertThat(clusters.pods(name)).isEmpty();
        try (var operator = lab.operator()) {
            EtcdCluster cluster = clusters.awaitReady(name, 1);
            String issues = authority(name).orElseThrow();
            assertThat(ca.orElse(issues)).isEqualTo(issues);
            assertThat(cluster.getStatus().certificateAuthority())
                    .isEqualTo(CertificateReader.facts(issues).keyId());
            clusters.delete(name);
            clusters.awaitGone(name);
        }
    }

    private static Optional<String> authority(String cluster) {
        return Optional.ofNullable(lab.client()
                        .secrets()
                        .inNamespace("default")
                        .withName(cluster + "-ca-key")
                        .get())
                .map(each -> each.getData().get("tls.crt"))
                .map(each -> new String(Base64.getDecoder().decode(each), StandardCharsets.US_ASCII));
    }

    private static long memberSecrets(String cluster) {
        return clusters.secrets(cluster).stream()
                .filter(secret -> secret.matches(cluster + "-[a-z0-9]{5}-tls"))
                .count();
    }

    @Test
    void aLearnerThatNeverStartsIsGivenUp() {
        EtcdCluster cluster;
        try (var operator = lab.operator()) {
            clusters.apply("stuck", "replicas: 1\n");
            cluster = clusters.awaitReady("stuck", 1);
        }
        try (var operator = lab.operator(Duration.ofSeconds(6))) {
            String seed = cluster.getStatus().leader();
            clusters.scale("stuck", 2);
            String stuck = clusters
                    .await(
                            "stuck",
                            "has a learner's volume",
                            each -> clusters.volumes("stuck").size() == 2)
                    .getStatus()
                    .members()
                    .stream()
                    .map(each -> each.name())
                    .filter(each -> !each.equals(seed))
                    .findFirst()
                    .orElseGet(() -> clusters.volumes("stuck").stream()
                            .map(each -> each.substring("data-".length()))
                            .filter(each -> !each.equals(seed))
                            .findFirst()
                            .orElseThrow());
            lab.holdBack(stuck);
            cluster = clusters.awaitReady("stuck", 2);
            assertThat(Clusters.ids(cluster)).doesNotContainKey(stuck);
            clusters.delete("stuck");
            clusters.awaitGone("stuck");
        }
    }

    @Test
    void aResourceMadeAgainAdoptsTheVolumesItLeft() {
        try (var operator = lab.operator()) {
            clusters.apply("adopt", "replicas: 2\n");
            EtcdCluster before = clusters.awaitReady("adopt", 2);
            clusters.delete("adopt");
            clusters.awaitGone("adopt");
            assertThat(clusters.volumes("adopt")).hasSize(2);

            clusters.apply("adopt", "replicas: 2\n");
            EtcdCluster after = clusters.awaitReady("adopt", 2);
            assertThat(after.getMetadata().getUid())
                    .isNotEqualTo(before.getMetadata().getUid());
            assertThat(after.getStatus().clusterId())
                    .isEqualTo(before.getStatus().clusterId());
            assertThat(Clusters.ids(after)).isEqualTo(Clusters.ids(before));
            clusters.delete("adopt");
            clusters.awaitGone("adopt");
        }
    }

    @Test
    void badInputIsRefusedWithOneClearSentence() {
        refused("none", "replicas: -1\n", "replicas must be 0 to 7");
        refused("many", "replicas: 9\n", "replicas must be 0 to 7");
        refused("n".repeat(53), "replicas: 1\n", "name is longer than 52 characters");
        refused("1st", "replicas: 1\n", "name must begin with a letter");
        refused("flag", "replicas: 1\nversion: latest\n", "version looks like 3.7.1");
        refused("tls", "replicas: 1\ntls:\n  mode: Provided\n", "mode Provided needs the three Secrets");
    }

    @Test
    void everyValueThatCannotBeReadIsRefused() {
        for (String size : List.of("big", "-1Gi", "\"0\"", "8 Gi", "\"\"", "1.5")) {
            unread("storage:\n  size: " + size + "\n", "spec.storage.size");
            unread("config:\n  quotaBackendBytes: " + size + "\n", "spec.config.quotaBackendBytes");
        }
        unread("resources:\n  requests:\n    cpu: some\n", "spec.resources.requests[cpu]");
        unread("resources:\n  limits:\n    memory: -1Gi\n", "must be a quantity, not negative");
        unread("config:\n  snapshotCount: 3000000000\n", "spec.config.snapshotCount");
        unread("config:\n  extraArgs:\n    max-wals: few\n", "must be a whole number");
        for (String duration : List.of("30m1h", "5x", "\"\"", "99999999h")) {
            unread("repair:\n  replaceAfter: " + duration + "\n", "replaceAfter is a duration");
        }
        unread("image: \"not an image\"\n", "image is a reference");
        unread("podTemplate:\n  labels:\n    a: \"no label\"\n", "takes for no label");
        unread("scheduling:\n  tolerations:\n  - tolerationSeconds: 99999999999\n", "tolerationSeconds");
        create("good", """
                replicas: 1
                storage: {size: "1e9"}
                config: {quotaBackendBytes: 536870912}
                resources: {requests: {cpu: "0.5", memory: 512Mi}}
                repair: {replaceAfter: 1h30m}
                """);
        clusters.delete("good");
    }

    @Test
    void whatCannotBeChangedIsRefused() {
        clusters.apply("fixed", "replicas: 1\npaused: true\n");
        assertThatThrownBy(() -> lab.client()
                        .resources(EtcdCluster.class)
                        .inNamespace("default")
                        .withName("fixed")
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"tls\":{\"mode\":\"Disabled\"}}}"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("tls.mode and tls.provided cannot be changed after creation");
        assertThatThrownBy(() -> clusters.scale("fixed", 9))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("replicas must be 0 to 7");
    }

    private static void refused(String name, String spec, String message) {
        assertThatThrownBy(() -> clusters.apply(name, spec))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(message);
    }

    private static void unread(String spec, String message) {
        assertThatThrownBy(() -> create("bad", spec))
                .as(spec)
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(message);
    }

    /** As written, without a Java type that would read it first. */
    private static void create(String name, String spec) {
        String yaml = """
                apiVersion: etcd.cairn.dev/v1alpha1
                kind: EtcdCluster
                metadata:
                  name: %s
                  namespace: default
                spec:
                  paused: true
                %s
                """.formatted(name, spec.indent(2).stripTrailing());
        lab.client()
                .resource(new KubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class))
                .create();
    }

    /** Every member answers with the same digest at the same revision. */
    private static void assertSameData(EtcdCluster cluster) {
        var digests = new ArrayList<Long>();
        for (String member : Clusters.ids(cluster).keySet()) {
            digests.add(lab.member(cluster, member).hashKv(0).hash());
        }
        assertThat(new TreeSet<>(digests)).hasSize(1);
    }

    private static List<EtcdCluster> watch(String name) {
        var history = new CopyOnWriteArrayList<EtcdCluster>();
        lab.client()
                .resources(EtcdCluster.class)
                .inNamespace("default")
                .withName(name)
                .inform(new io.fabric8.kubernetes.client.informers.ResourceEventHandler<>() {
                    @Override
                    public void onAdd(EtcdCluster each) {
                        history.add(each);
                    }

                    @Override
                    public void onUpdate(EtcdCluster before, EtcdCluster each) {
                        history.add(each);
                    }

                    @Override
                    public void onDelete(EtcdCluster each, boolean unknown) {
                        history.add(each);
                    }
                });
        return history;
    }

    /** The roles a member was seen in, one after the other. */
    private static String roles(List<EtcdCluster> history, String member) {
        var roles = new ArrayList<String>();
        for (EtcdCluster each : history) {
            if (each.getStatus() != null && each.getStatus().members() != null) {
                each.getStatus().members().stream()
                        .filter(line -> line.name().equals(member))
                        .map(line -> line.role() == MemberRole.VOTER ? "Voter" : "Learner")
                        .filter(role -> roles.isEmpty() || !roles.getLast().equals(role))
                        .forEach(roles::add);
            }
        }
        return String.join(" ", roles);
    }

    private static Pod pod(String name) {
        return lab.client().pods().inNamespace("default").withName(name).get();
    }

    private static PersistentVolumeClaim volume(String member) {
        return lab.client()
                .persistentVolumeClaims()
                .inNamespace("default")
                .withName("data-" + member)
                .get();
    }
}
