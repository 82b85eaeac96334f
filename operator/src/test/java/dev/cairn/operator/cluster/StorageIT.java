// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.RunningOperator;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another size or class of volumes, with real members. */
@InALab
class StorageIT {
    private static final String SPEC =
            "deletionPolicy: Delete\nreplicas: %d\nstorage: {size: 1Gi, storageClassName: %s}\n";

    private static KubeLab lab;
    private static Clusters clusters;

    @BeforeAll
    static void enter(KubeLab opened, Clusters inIt) {
        lab = opened;
        clusters = inIt;
        for (String each : List.of("grows", "fixed")) {
            lab.client()
                    .resource(new StorageClassBuilder()
                            .withNewMetadata()
                            .withName(each)
                            .endMetadata()
                            .withProvisioner("test.cairn.dev/none")
                            .withAllowVolumeExpansion("grows".equals(each))
                            .build())
                    .create();
        }
    }

    @Test
    void volumesGrowInPlaceWhereTheirClassLetsThem() {
        try (var operator = lab.operator()) {
            clusters.apply("larger", SPEC.formatted(3, "grows"));
            EtcdCluster before = clusters.awaitReady("larger", 3);
            var pods = clusters.podUids("larger");
            clusters.patch("larger", "{\"spec\":{\"storage\":{\"size\":\"2Gi\"}}}");
            clusters.await(
                    "larger",
                    "has larger volumes",
                    each -> sizes("larger").equals(List.of("2Gi", "2Gi", "2Gi"))
                            && !Clusters.holds(each, "SpecNotApplied"));
            assertThat(Clusters.ids(clusters.awaitReady("larger", 3))).isEqualTo(Clusters.ids(before));
            assertThat(clusters.podUids("larger")).isEqualTo(pods);
            assertThat(clusters.told("larger", "GrowVolume")).hasSize(3);
            clusters.delete("larger");
            clusters.awaitGone("larger");
        }
    }

    @Test
    void elseAndForAnotherClassMembersAreReplacedOneByOne() {
        try (var operator = lab.operator()) {
            clusters.apply("moved", SPEC.formatted(3, "fixed"));
            EtcdCluster before = clusters.awaitReady("moved", 3);
            lab.etcdctl(before, before.getStatus().leader(), "put", "k", "v");
            // Of two voters one may not be ready yet while the cluster grows.
            clusters.patch("moved", "{\"spec\":{\"storage\":{\"storageClassName\":\"grows\"}}}");
            clusters.await(
                    "moved",
                    "is on another class",
                    each -> claims("moved").size() == 3
                            && claims("moved").stream()
                                    .allMatch(claim ->
                                            "grows".equals(claim.getSpec().getStorageClassName())));
            EtcdCluster after = clusters.awaitReady("moved", 3);
            assertThat(Clusters.ids(after).keySet())
                    .doesNotContainAnyElementsOf(Clusters.ids(before).keySet());
            assertThat(after.getStatus().clusterId())
                    .isEqualTo(before.getStatus().clusterId());
            assertThat(lab.etcdctl(after, after.getStatus().leader(), "get", "k"))
                    .contains("v");
            assertThat(clusters.told("moved", "AddLearner")).hasSize(2 + 3);
            assertThat(clusters.told("moved", "RemoveMember")).hasSize(3);
            assertThat(clusters.warnings("moved", "NoQuorum")).isEmpty();
            clusters.delete("moved");
            clusters.awaitGone("moved");
        }
    }

    @Test
    void aSizeBelowWhatTheDataNeedsIsRefusedByName() {
        try (var operator = lab.operator()) {
            clusters.apply("small", SPEC.formatted(1, "grows"));
            EtcdCluster before = clusters.awaitReady("small", 1);
            clusters.patch("small", "{\"spec\":{\"storage\":{\"size\":\"20Ki\"}}}");
            EtcdCluster told = clusters.awaitDegraded("small", "StorageTooSmall");
            assertThat(Clusters.message(told, "Degraded")).contains("spec.storage.size is 20Ki");
            assertThat(Clusters.ids(told)).isEqualTo(Clusters.ids(before));
            clusters.patch("small", "{\"spec\":{\"storage\":{\"size\":\"1Gi\"}}}");
            clusters.await("small", "is well again", each -> !Clusters.holds(each, "Degraded"));
            clusters.delete("small");
            clusters.awaitGone("small");
        }
    }

    @Tag("halts")
    @ParameterizedTest
    @EnumSource(names = {"AFTER_VOLUME_GROWN", "AFTER_MEMBER_ADD", "AFTER_PROMOTION", "AFTER_MEMBER_REMOVE"})
    void goesOnAfterAHalt(CrashPoint point) throws InterruptedException {
        String name = "s-" + point.spelling();
        boolean inPlace = point == CrashPoint.AFTER_VOLUME_GROWN;
        try (var operator = lab.operator()) {
            clusters.apply(name, SPEC.formatted(1, inPlace ? "grows" : "fixed"));
            clusters.awaitReady(name, 1);
        }
        try (RunningOperator operator = lab.operatorHaltingAt(point)) {
            clusters.patch(name, "{\"spec\":{\"storage\":{\"size\":\"2Gi\"}}}");
            assertThat(operator.hasHalted(Duration.ofSeconds(120)))
                    .as("the switch fired")
                    .isTrue();
        }
        try (var operator = lab.operator()) {
            clusters.await(name, "has a larger volume", each -> sizes(name).equals(List.of("2Gi")));
            clusters.awaitReady(name, 1);
            clusters.delete(name);
            clusters.awaitGone(name);
        }
    }

    private static List<String> sizes(String cluster) {
        return claims(cluster).stream()
                .map(each -> each.getSpec()
                        .getResources()
                        .getRequests()
                        .get("storage")
                        .toString())
                .toList();
    }

    private static List<PersistentVolumeClaim> claims(String cluster) {
        return clusters.volumes(cluster).stream()
                .map(each -> lab.client()
                        .persistentVolumeClaims()
                        .inNamespace("default")
                        .withName(each)
                        .get())
                .filter(java.util.Objects::nonNull)
                .toList();
    }
}
