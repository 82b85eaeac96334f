// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.RunningOperator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A snapshot before members are brought to another image, and a halt after it was asked for. */
@InALab
class SnapshotBeforeVersionIT {
    @Test
    void aSnapshotComesFirst(KubeLab lab, Clusters clusters) throws InterruptedException {
        clusters.storeSecret();
        try (var operator = lab.operator()) {
            clusters.apply("newer", "deletionPolicy: Delete\nreplicas: 1\n");
            EtcdCluster cluster = clusters.awaitReady("newer", 1);
            lab.etcdctl(cluster, cluster.getStatus().leader(), "put", "k", "v");
        }
        clusters.backup("newer-nightly", "newer", "schedule: \"0 3 1 1 *\"\n");
        var pods = clusters.podUids("newer");
        try (RunningOperator operator = lab.operatorHaltingAt(CrashPoint.AFTER_SNAPSHOT_ASKED)) {
            clusters.patch("newer", "{\"spec\":{\"image\":\"localhost/cairn/etcd-node:newer\"}}");
            assertThat(operator.hasHalted(Duration.ofSeconds(120)))
                    .as("the switch fired")
                    .isTrue();
            assertThat(clusters.podUids("newer")).isEqualTo(pods);
        }
        try (var operator = lab.operator()) {
            EtcdCluster after = clusters.awaitRolledOut("newer", 1, "");
            assertThat(after.getStatus().lastSnapshot().purpose()).startsWith("VersionChange");
            assertThat(lab.bucketHolds(after.getStatus().lastSnapshot().object()))
                    .isTrue();
            assertThat(clusters.podUids("newer")).isNotEqualTo(pods);
            assertThat(clusters.told("newer", "SnapshotStored")).hasSize(1);
            clusters.delete("newer");
            clusters.awaitGone("newer");
        }
    }
}
