// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.crds.restore.EtcdRestore;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resources as etcd may hold them, read as the operator's client reads them. */
class StoredFieldsTest {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    public static class Clusters extends DefaultKubernetesResourceList<EtcdCluster> {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void whatIsSoundIsReadWhole() {
        EtcdCluster read = cluster(
                "{'replicas': 5, 'storage': {'size': '2Gi'}, 'config': {'quotaBackendBytes': 1024, 'logLevel': 'warn'}}");
        assertThat(read.unreadable()).isEmpty();
        assertThat(read.getSpec().replicas()).isEqualTo(5);
        assertThat(read.getSpec().storage().size()).isEqualTo(new Quantity("2Gi"));
        assertThat(JSON.clone(read).getSpec()).isEqualTo(read.getSpec());
        assertThat(JSON.asJson(read)).doesNotContain("unreadable");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'storage': {'size': ''}, 'replicas': 5}                              | spec.storage.size
            {'storage': {'size': {}}, 'replicas': 5}                              | spec.storage.size
            {'storage': 'big', 'replicas': 5}                                     | spec.storage
            {'config': {'snapshotCount': 99999999999}, 'replicas': 5}             | spec.config.snapshotCount
            {'config': {'snapshotCount': 1e300}, 'replicas': 5}                   | spec.config.snapshotCount
            {'config': {'maxTxnOps': 'many', 'logLevel': 'loud'}, 'replicas': 5}  | spec.config.maxTxnOps
            {'config': {'logLevel': 'loud'}, 'replicas': 5}                       | spec.config.logLevel
            {'config': {'extraArgs': {'max-wals': []}}, 'replicas': 5}            | spec.config.extraArgs.max-wals
            {'resources': {'limits': {'cpu': '', 'memory': '1Gi'}}, 'replicas': 5} | spec.resources.limits.cpu
            {'scheduling': {'tolerations': [{'tolerationSeconds': 1e40}]}, 'replicas': 5} | spec.scheduling.tolerations[0].tolerationSeconds
            {'tls': {'mode': 'Perhaps'}, 'replicas': 5}                           | spec.tls.mode
            {'paused': 'so', 'replicas': 5}                                       | spec.paused
            """)
    void whatCannotBeReadIsNamedAndTheRestIsRead(String spec, String field) {
        EtcdCluster read = cluster(spec);
        assertThat(read.unreadable()).extracting(Unreadable::field).contains(field);
        assertThat(read.unreadable().getFirst().message()).startsWith(field + " cannot be read: it holds ");
        assertThat(read.getSpec().replicas()).isEqualTo(5);
    }

    @Test
    void aListWithOneThatCannotBeReadHasAllTheOthers() {
        var list = JSON.unmarshal(
                json("{'items': [" + resource("EtcdCluster", "{'storage': {'size': ''}}", "{}") + ","
                        + resource("EtcdCluster", "{'replicas': 1}", "{}") + ","
                        + resource("EtcdCluster", "'nothing'", "7") + "]}"),
                Clusters.class);
        assertThat(list.getItems()).hasSize(3);
        assertThat(list.getItems().get(1).getSpec().replicas()).isEqualTo(1);
        assertThat(list.getItems().get(2).getSpec()).isNull();
        assertThat(list.getItems().get(2).unreadable())
                .extracting(Unreadable::field)
                .containsExactly("spec", "status");
    }

    @Test
    void aStatusIsReadAsFarAsItCanBe() {
        EtcdCluster read = JSON.unmarshal(
                json(
                        resource(
                                "EtcdCluster",
                                "{}",
                                "{'clusterId': 'c1', 'members': [{'name': 'a', 'role': 'Witness'}, {'name': 'b', 'role': 'Voter'}]}")),
                EtcdCluster.class);
        assertThat(read.getStatus().clusterId()).isEqualTo("c1");
        assertThat(read.getStatus().members()).extracting(MemberStatus::name).containsExactly("a", "b");
        assertThat(read.unreadable()).extracting(Unreadable::field).containsExactly("status.members[0].role");
    }

    @Test
    void theOtherKindsAreReadLikewise() {
        EtcdBackup backup = JSON.unmarshal(
                json(resource("EtcdBackup", "{'retention': {'keepLast': 1e12}, 'schedule': '0 3 * * *'}", "{}")),
                EtcdBackup.class);
        assertThat(backup.getSpec().schedule()).isEqualTo("0 3 * * *");
        assertThat(backup.unreadable()).extracting(Unreadable::field).containsExactly("spec.retention.keepLast");
        EtcdRestore restore = JSON.unmarshal(
                json(resource("EtcdRestore", "{'bumpRevision': 'far', 'markCompacted': true}", "{'phase': 'Over'}")),
                EtcdRestore.class);
        assertThat(restore.getSpec().markCompacted()).isTrue();
        assertThat(restore.unreadable())
                .extracting(Unreadable::field)
                .containsExactlyInAnyOrder("spec.bumpRevision", "status.phase");
    }

    @Test
    void aFieldTouchesWhatItIsPartOfAndWhatIsPartOfIt() {
        var field = new Unreadable("spec.tls.mode", "");
        assertThat(field.touches("spec.tls")).isTrue();
        assertThat(field.touches("spec.tls.mode")).isTrue();
        assertThat(field.touches("spec.tlsX")).isFalse();
        assertThat(new Unreadable("spec", "").touches("spec.tls")).isTrue();
        assertThat(new Unreadable("spec.t", "").touches("spec.tls")).isFalse();
    }

    @Test
    void aResourceWithoutASpecificationSaysSo() {
        EtcdCluster read = JSON.unmarshal(
                json("{'apiVersion': '" + HasMetadata.getApiVersion(EtcdCluster.class) + "', 'kind': 'EtcdCluster'}"),
                EtcdCluster.class);
        assertThat(read.unreadable()).extracting(Unreadable::message).containsExactly("spec is missing");
    }

    private static EtcdCluster cluster(String spec) {
        return JSON.unmarshal(json(resource("EtcdCluster", spec, "{}")), EtcdCluster.class);
    }

    private static String resource(String kind, String spec, String status) {
        return "{'apiVersion': '" + HasMetadata.getApiVersion(EtcdCluster.class) + "', 'kind': '" + kind
                + "', 'metadata': {'name': 'a'}, 'spec': " + spec + ", 'status': " + status + "}";
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
