// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.backup.EtcdBackupSpec;
import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.crds.store.S3Location;
import dev.cairn.crds.store.SecretRef;
import dev.cairn.operator.backup.desired.BackupJob;
import dev.cairn.operator.naming.ResourceKey;
import dev.cairn.operator.restore.desired.VerifyJob;
import dev.cairn.operator.testkit.Golden;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The agent's Jobs against their golden YAML, and its reports. */
class AgentJobTest {
    @Test
    void aBackupsJob() throws IOException {
        EtcdBackupSpec spec = new KubernetesSerialization().unmarshal("""
                        clusterRef:
                          name: demo
                        destination:
                          s3:
                            bucket: backups
                            prefix: nightly
                            endpoint: https://s3.example
                            region: eu-1
                            forcePathStyle: true
                            credentialsSecretRef:
                              name: s3
                            caSecretRef:
                              name: s3-ca
                        retention:
                          keepLast: 7
                        timeout: 1h
                        """, EtcdBackupSpec.class);
        Golden.compare(
                "backup-job",
                BackupJob.of(new BackupJob.Input(
                        new ResourceKey("default", "nightly", "0000-2222"),
                        spec,
                        "nightly-20260101030000",
                        "localhost/cairn/etcd-node:0.1.0",
                        "https://demo-client.default.svc:2379",
                        Optional.of("demo-client-tls"),
                        List.of("nightly/default/demo/c1/0000-2222/a.snap", "nightly/default/demo/b.snap"))));
    }

    @Test
    void aVerificationsJob() throws IOException {
        Golden.compare(
                "verify-job",
                VerifyJob.of(
                        new ResourceKey("default", "copy", "0000-3333"),
                        "copy-verify",
                        "localhost/cairn/etcd-node:0.1.0",
                        new ResolvedSource(
                                new S3Location("backups", null, null, null, null, new SecretRef("s3"), null),
                                "one.snap",
                                "ab",
                                null,
                                null)));
    }

    @Test
    void aReportIsReadAndAnythingElseIsNot() {
        assertThat(AgentReport.read("{\"version\":1,\"name\":\"a\",\"revision\":7,\"later\":true}\n"))
                .hasValueSatisfying(report -> {
                    assertThat(report.succeeded()).isTrue();
                    assertThat(report.revision()).isEqualTo(7);
                });
        assertThat(AgentReport.read("{\"version\":1,\"error\":\"no\",\"reason\":\"AccessDenied\"}"))
                .hasValueSatisfying(report -> assertThat(report.succeeded()).isFalse());
        assertThat(AgentReport.read("Exception in thread main")).isEmpty();
        assertThat(AgentReport.read("{\"version\":")).isEmpty();
        assertThat(AgentReport.read(null)).isEmpty();
    }
}
