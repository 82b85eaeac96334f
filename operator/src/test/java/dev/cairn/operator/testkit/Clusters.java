// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.RolloutState;
import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** EtcdClusters of a test, in the words a user would use. */
public final class Clusters {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final KubernetesClient client;
    private final String namespace;

    public Clusters(KubernetesClient client) {
        this(client, "default");
    }

    private Clusters(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** The same in another namespace. */
    public Clusters in(String other) {
        return new Clusters(client, other);
    }

    /** Applies a cluster with this specification (YAML, two blanks deep). Fast elections, so that tests are. */
    public EtcdCluster apply(String name, String spec) {
        String yaml = """
                apiVersion: etcd.cairn.dev/v1alpha1
                kind: EtcdCluster
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  config:
                    heartbeatInterval: 50
                    electionTimeout: 500
                %s
                """.formatted(name, namespace, spec.indent(2).stripTrailing());
        return client.resource(new KubernetesSerialization().unmarshal(yaml, EtcdCluster.class))
                .create();
    }

    /** The Secret with which Jobs come into the bucket. */
    public void storeSecret() {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("s3")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withStringData(Map.of("accessKeyId", "a", "secretAccessKey", "b"))
                        .build())
                .create();
    }

    /** An EtcdBackup of a cluster into the lab's bucket; {@code more} is YAML of its specification. */
    public void backup(String name, String cluster, String more) {
        backup(name, cluster, more, "backups");
    }

    /** An EtcdBackup into another bucket, which is not there. */
    public void backup(String name, String cluster, String more, String bucket) {
        String yaml =
                """
                apiVersion: etcd.cairn.dev/v1alpha1
                kind: EtcdBackup
                metadata: {name: %s, namespace: %s}
                spec:
                  clusterRef: {name: %s}
                  destination: {s3: {bucket: %s, credentialsSecretRef: {name: s3}}}
                %s
                """.formatted(name, namespace, cluster, bucket, more.indent(2).stripTrailing());
        client.resource(new KubernetesSerialization().unmarshal(yaml, EtcdBackup.class))
                .create();
    }

    public EtcdCluster get(String name) {
        return client.resources(EtcdCluster.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    public void scale(String name, int replicas) {
        client.resources(EtcdCluster.class)
                .inNamespace(namespace)
                .withName(name)
                .scale(replicas);
    }

    public void delete(String name) {
        client.resources(EtcdCluster.class)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    /** Waits until the cluster is ready with this many voters, and nothing is left of any other member. */
    public EtcdCluster awaitReady(String name, int voters) {
        return await(name, "ready with " + voters + " voters", cluster -> ready(cluster, voters));
    }

    /** Waits until the cluster is as described. */
    public EtcdCluster await(String name, String what, Predicate<EtcdCluster> condition) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .alias(name + " " + what)
                .conditionEvaluationListener(evaluated -> {
                    if (!evaluated.isSatisfied() && evaluated.getRemainingTimeInMS() < 500) {
                        System.out.println(new KubernetesSerialization().asYaml(get(name)));
                    }
                })
                .until(() -> get(name), cluster -> cluster != null && condition.test(cluster));
    }

    /** As a user's edit, a JSON merge patch. */
    public void patch(String name, String json) {
        client.resources(EtcdCluster.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    /** Waits until Degraded says this reason. */
    public EtcdCluster awaitDegraded(String name, String reason) {
        return await(
                name,
                "is degraded: " + reason,
                each -> holds(each, "Degraded") && reason(each, "Degraded").equals(reason));
    }

    /** What a condition says. */
    public static String message(EtcdCluster cluster, String type) {
        return ConditionSet.find(cluster.getStatus().conditions(), type)
                .orElseThrow()
                .getMessage();
    }

    /** Messages of the Warning events of this reason about resources of this name. */
    public List<String> warnings(String cluster, String reason) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(each -> cluster.equals(each.getInvolvedObject().getName())
                        && "Warning".equals(each.getType())
                        && reason.equals(each.getReason()))
                .map(Event::getMessage)
                .toList();
    }

    /** Messages of all events of this reason about resources of this name. */
    public List<String> told(String cluster, String reason) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(each -> cluster.equals(each.getInvolvedObject().getName()) && reason.equals(each.getReason()))
                .sorted(Comparator.comparing(each -> each.getMetadata().getName()))
                .map(Event::getMessage)
                .toList();
    }

    /** Waits until every one of these members works with a target other than the one named, and all is well. */
    public EtcdCluster awaitRolledOut(String name, int voters, String before) {
        await(
                name,
                "has been brought to another revision",
                each -> each.getStatus() != null
                        && each.getStatus().rollout() != null
                        && each.getStatus().rollout().state() == RolloutState.FINISHED
                        && !each.getStatus().rollout().target().equals(before)
                        && each.getStatus().rollout().updated() == voters
                        && !holds(each, "SpecNotApplied"));
        return awaitReady(name, voters);
    }

    /** UIDs of the cluster's pods, by name. */
    public SortedMap<String, String> podUids(String cluster) {
        var uids = new TreeMap<String, String>();
        client.pods()
                .inNamespace(namespace)
                .withLabel(Labels.CLUSTER, cluster)
                .list()
                .getItems()
                .forEach(each -> uids.put(
                        each.getMetadata().getName(), each.getMetadata().getUid()));
        return uids;
    }

    /** The event follows the status that tells the same; it is told again where something worse came in between. */
    public void awaitOneWarning(String cluster, String reason) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> warnings(cluster, reason).stream().distinct().count() == 1);
    }

    /** Whether the pod is there, and not the one of this UID. */
    public boolean another(String name, String uid) {
        Pod now = pod(name);
        return now != null && !uid.equals(now.getMetadata().getUid());
    }

    /** A pod, or null. */
    public Pod pod(String name) {
        return client.pods().inNamespace(namespace).withName(name).get();
    }

    /** Waits until the resource is gone and its pods have ended. */
    public void awaitGone(String name) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .alias(name + " is gone")
                .until(() -> get(name) == null && pods(name).isEmpty());
    }

    private boolean ready(EtcdCluster cluster, int voters) {
        var status = cluster.getStatus();
        return status != null
                && cluster.getMetadata().getGeneration().equals(status.observedGeneration())
                && holds(cluster, "Ready")
                && status.currentStep() == null
                && status.members().size() == voters
                && status.members().stream().allMatch(each -> each.role() == MemberRole.VOTER && each.ready())
                && pods(cluster.getMetadata().getName()).size() == voters
                && volumes(cluster.getMetadata().getName()).size() == voters;
    }

    public static boolean holds(EtcdCluster cluster, String condition) {
        return cluster.getStatus() != null
                && ConditionSet.find(cluster.getStatus().conditions(), condition)
                        .map(each -> "True".equals(each.getStatus()))
                        .orElse(false);
    }

    public static String reason(EtcdCluster cluster, String condition) {
        return ConditionSet.find(cluster.getStatus().conditions(), condition)
                .orElseThrow()
                .getReason();
    }

    /** Member IDs by name. */
    public static SortedMap<String, String> ids(EtcdCluster cluster) {
        var ids = new TreeMap<String, String>();
        for (MemberStatus each : cluster.getStatus().members()) {
            ids.put(each.name(), each.id());
        }
        return ids;
    }

    public List<String> pods(String cluster) {
        return names(client.pods()
                .inNamespace(namespace)
                .withLabel(Labels.CLUSTER, cluster)
                .list()
                .getItems());
    }

    public List<String> volumes(String cluster) {
        return names(client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withLabel(Labels.CLUSTER, cluster)
                .list()
                .getItems());
    }

    public List<String> secrets(String cluster) {
        return names(client.secrets()
                .inNamespace(namespace)
                .withLabel(Labels.CLUSTER, cluster)
                .list()
                .getItems());
    }

    private static List<String> names(List<? extends HasMetadata> objects) {
        return objects.stream()
                .map(each -> each.getMetadata().getName())
                .sorted()
                .toList();
    }
}
