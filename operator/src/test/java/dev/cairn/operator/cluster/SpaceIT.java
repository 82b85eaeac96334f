// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A real cluster that is full. */
@InALab
class SpaceIT {
    private static final int VALUE_BYTES = 100_000;
    private static final int PUTS_MAX = 200;

    @Test
    void aClusterThatIsFullOfHistoryIsFreedByTheOperatorAlone(KubeLab lab, Clusters clusters) {
        try (var operator = lab.operator()) {
            clusters.apply("full", """
                    deletionPolicy: Delete
                    replicas: 3
                    maintenance:
                      compact: true
                    """);
            clusters.patch("full", "{\"spec\":{\"config\":{\"quotaBackendBytes\":\"4Mi\"}}}");
            EtcdCluster cluster = clusters.awaitReady("full", 3);
            String leader = cluster.getStatus().leader();
            clusters.await("full", "is at rest", each -> !Clusters.holds(each, "SpecNotApplied"));
            fill(lab, cluster, leader);

            clusters.await(
                    "full",
                    "has been freed",
                    each -> each.getStatus().space() != null
                            && each.getStatus().space().ended() != null
                            && each.getStatus().members().stream().allMatch(member -> member.alarms() == null));
            assertThat(lab.etcdctl(cluster, leader, "put", "k", "written")).contains("OK");
            assertThat(clusters.told("full", "Compact")).hasSize(1);
            List<String> defragmented = clusters.told("full", "Defragment");
            assertThat(defragmented).hasSize(3);
            assertThat(clusters.told("full", "SpaceFreed")).hasSize(1);
            assertThat(clusters.warnings("full", "NoSpace")).isNotEmpty();
            clusters.delete("full");
            clusters.awaitGone("full");
        }
    }

    /** Writes one key again and again until etcd refuses. */
    private static void fill(KubeLab lab, EtcdCluster cluster, String member) {
        for (int puts = 0; puts < PUTS_MAX; puts++) {
            try {
                lab.etcdctl(cluster, member, "put", "k", "x".repeat(VALUE_BYTES));
            } catch (RuntimeException e) {
                assertThat(e).hasMessageContaining("space exceeded");
                return;
            }
        }
        throw new AssertionError("the cluster does not get full");
    }
}
