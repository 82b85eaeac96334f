// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.restore.EtcdRestore;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** EtcdBackups and EtcdRestores of a test, in the words a user would use. */
public final class Restores {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final KubernetesClient client;

    public Restores(KubernetesClient client) {
        this.client = client;
    }

    /** The Secret {@code s3} with which the bucket is reached. */
    public void storeSecret() {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("s3")
                        .withNamespace("default")
                        .endMetadata()
                        .withStringData(Map.of("accessKeyId", "a", "secretAccessKey", "b"))
                        .build())
                .create();
    }

    /** Takes one backup, and waits for it. */
    public void backup(String name, String cluster) {
        client.resource(new KubernetesSerialization().unmarshal("""
                        apiVersion: etcd.cairn.dev/v1alpha1
                        kind: EtcdBackup
                        metadata: {name: %s, namespace: default}
                        spec:
                          clusterRef: {name: %s}
                          destination: {s3: {bucket: backups, prefix: p, credentialsSecretRef: {name: s3}}}
                          retention: {keepLast: 3}
                        """.formatted(name, cluster), EtcdBackup.class))
                .create();
        object(name);
    }

    /** The last snapshot's object, as soon as there is one. */
    public String object(String backup) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> client.resources(EtcdBackup.class)
                                .inNamespace("default")
                                .withName(backup)
                                .get(),
                        each -> each.getStatus() != null && each.getStatus().lastSuccess() != null)
                .getStatus()
                .lastSuccess()
                .object();
    }

    /**
     * Asks for a restore in place.
     *
     * @param clusterId a line of {@code clusterRef}; may be empty
     * @param source as YAML
     */
    public void inPlace(String name, String cluster, String clusterId, String source) {
        apply(
                name,
                "source:\n" + source.indent(2) + "clusterRef:\n  name: " + cluster + "\n"
                        + (clusterId.isEmpty() ? "" : clusterId.indent(2)));
    }

    /** Applies a restore with this specification. */
    public void apply(String name, String spec) {
        String yaml = """
                apiVersion: etcd.cairn.dev/v1alpha1
                kind: EtcdRestore
                metadata: {name: %s, namespace: default}
                spec:
                """.formatted(name) + spec.indent(2);
        client.resource(new KubernetesSerialization().unmarshal(yaml, EtcdRestore.class))
                .create();
    }

    /** Waits until the restore is as described. */
    public EtcdRestore await(String name, Predicate<EtcdRestore> condition) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .alias(name)
                .conditionEvaluationListener(evaluated -> {
                    if (!evaluated.isSatisfied() && evaluated.getRemainingTimeInMS() < 500) {
                        System.out.println(new KubernetesSerialization().asYaml(get(name)));
                    }
                })
                .until(() -> get(name), each -> each != null && each.getStatus() != null && condition.test(each));
    }

    private EtcdRestore get(String name) {
        return client.resources(EtcdRestore.class)
                .inNamespace("default")
                .withName(name)
                .get();
    }

    /** A condition of a restore; an empty one where it is not told. */
    public static Condition condition(EtcdRestore restore, String type) {
        return ConditionSet.find(restore.getStatus().conditions(), type).orElseGet(Condition::new);
    }

    /** Names of the volumes that were set aside. */
    public List<String> setAside(String cluster) {
        return client
                .persistentVolumeClaims()
                .inNamespace("default")
                .withLabel(Labels.QUARANTINED, cluster)
                .list()
                .getItems()
                .stream()
                .map(each -> each.getMetadata().getName())
                .sorted()
                .toList();
    }
}
