// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.restore.EtcdRestore;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is written by hand twice says the same; samples are what they claim to be. */
class ManifestsTest {
    private static final Path ROOT = Path.of("..");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @Test
    void theChartGrantsWhatTheManifestsGrant() throws IOException {
        String manifest = Files.readString(ROOT.resolve("manifests/operator/cluster-role.yaml"));
        ClusterRole granted = YAML.unmarshal(manifest.split("\n---\n")[0], ClusterRole.class);
        ClusterRole chart = YAML.unmarshal(
                "kind: ClusterRole\n" + Files.readString(ROOT.resolve("charts/cairn-operator/files/rules.yaml")),
                ClusterRole.class);
        assertThat(chart.getRules()).isEqualTo(granted.getRules());
    }

    @Test
    void theChartKeepsFromDeletionWhatTheManifestsKeep() throws IOException {
        String manifest = Files.readString(ROOT.resolve("manifests/deletion-safety/policy.yaml"));
        String chart = Files.readString(ROOT.resolve("charts/cairn-operator/templates/deletion-safety.yaml"))
                .replace("{{- if .Values.deletionSafety.enabled }}\n", "")
                .replace("{{- end }}\n", "")
                .replace("{{ .Release.Namespace }}:{{ .Release.Name }}", "cairn-system:cairn-operator")
                .replace("{{ .Release.Name }}", "cairn");
        assertThat(rules(chart)).isEqualTo(rules(manifest));
    }

    private static String rules(String yaml) {
        return yaml.lines().filter(each -> !each.startsWith("#")).collect(java.util.stream.Collectors.joining("\n"));
    }

    /** A slow start is waited for, and liveness is for the dead. */
    @Test
    void theOperatorsContainerIsTheSameInChartAndManifestsAndIsPatient() throws IOException {
        String manifest = probes("manifests/operator/deployment.yaml");
        assertThat(probes("charts/cairn-operator/templates/deployment.yaml")).isEqualTo(manifest);
        var container = YAML.unmarshal(
                        Files.readString(ROOT.resolve("manifests/operator/deployment.yaml")), Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
        assertThat(container.getTerminationMessagePolicy()).isEqualTo("FallbackToLogsOnError");
        assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/q/health/started");
        assertThat(patienceSeconds(container.getStartupProbe())).isGreaterThanOrEqualTo(600);
        assertThat(patienceSeconds(container.getLivenessProbe())).isGreaterThanOrEqualTo(120);
        assertThat(container.getResources().getRequests()).containsOnlyKeys("cpu", "memory");
    }

    private static int patienceSeconds(Probe probe) {
        return probe.getPeriodSeconds() * probe.getFailureThreshold();
    }

    private static String probes(String file) throws IOException {
        String text = Files.readString(ROOT.resolve(file));
        return text.substring(text.indexOf("          ports:"), text.indexOf("          resources:"));
    }

    @Test
    void theSampleClusterHasThreeMembers() throws IOException {
        EtcdCluster sample =
                YAML.unmarshal(Files.readString(ROOT.resolve("manifests/samples/etcdcluster.yaml")), EtcdCluster.class);
        assertThat(sample.getSpec().replicas()).isEqualTo(3);
    }

    @Test
    void theSampleRestoreIsOfTheSampleBackup() throws IOException {
        EtcdBackup backup =
                YAML.unmarshal(Files.readString(ROOT.resolve("manifests/samples/etcdbackup.yaml")), EtcdBackup.class);
        EtcdRestore restore =
                YAML.unmarshal(Files.readString(ROOT.resolve("manifests/samples/etcdrestore.yaml")), EtcdRestore.class);
        assertThat(backup.getSpec().clusterRef().name()).isEqualTo("demo");
        assertThat(restore.getSpec().source().backupRef().name())
                .isEqualTo(backup.getMetadata().getName());
    }
}
