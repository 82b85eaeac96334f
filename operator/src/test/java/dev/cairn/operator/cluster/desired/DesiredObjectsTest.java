// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.DnsAddressBook;
import dev.cairn.operator.testkit.Golden;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each object against its golden YAML; {@code -Drewrite=true} writes them anew, for review as a diff. */
class DesiredObjectsTest {
    private static final ClusterKey KEY = new ClusterKey("default", "demo", "0000-1111");
    private static final AddressBook ADDRESSES = new DnsAddressBook("cluster.local");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @Test
    void peerService() throws IOException {
        Golden.compare("peer-service", PeerService.of(KEY));
    }

    @Test
    void clientService() throws IOException {
        Golden.compare("client-service", ClientService.of(KEY, null, false));
    }

    @Test
    void voterBudgetKeepsAMajority() throws IOException {
        Golden.compare("voter-budget", VoterBudget.of(KEY, 3));
        assertThat(VoterBudget.of(KEY, 4).getSpec().getMinAvailable().getIntVal())
                .isEqualTo(3);
        assertThat(VoterBudget.of(KEY, 1).getSpec().getMinAvailable().getIntVal())
                .isEqualTo(1);
    }

    @Test
    void volumes() throws IOException {
        Golden.compare("seed-volume", MemberVolume.of(KEY, "demo-a", null, Optional.empty()));
        Golden.compare(
                "joining-volume",
                MemberVolume.of(
                        KEY,
                        "demo-b",
                        spec("storage:\n  size: 1Gi\n  storageClassName: fast\n")
                                .storage(),
                        Optional.of("c1")));
    }

    @Test
    void aSeedsPod() throws IOException {
        Golden.compare("seed-pod", MemberPod.of(input("replicas: 3\n", true, true)));
    }

    @Test
    void aLearnersPodWithEverythingSet() throws IOException {
        Golden.compare("learner-pod", MemberPod.of(input("""
                image: registry.example/etcd:3.7.1
                config:
                  quotaBackendBytes: 8Gi
                  heartbeatInterval: 200
                  electionTimeout: 2000
                  logLevel: warn
                  extraArgs:
                    auto-compaction-retention: "1"
                resources:
                  requests:
                    cpu: 500m
                podTemplate:
                  labels:
                    team: storage
                    etcd.cairn.dev/role: voter
                  annotations:
                    note: ours
                scheduling:
                  nodeSelector:
                    disk: ssd
                  priorityClassName: high
                """, false, false)));
    }

    @Test
    void aPodWithoutTls() throws IOException {
        Golden.compare("plain-pod", MemberPod.of(input("tls:\n  mode: Disabled\n", false, true)));
    }

    /**
     * Pods cannot take up what the operator itself puts into them later, so it is numbered. Of no consequence for members
     * that run: put the digest here. They must not stay as they are: count {@link PodLayout} up, and say so in the release.
     */
    @Test
    void whatTheOperatorPutsIntoPodsIsNumbered() {
        var digests = Map.of(1, "acb57881");
        assertThat(AppliedSpec.digest(
                        MemberPod.of(input("replicas: 3\n", false, true)).getSpec()))
                .isEqualTo(digests.get(PodLayout.NEWEST));
    }

    @Test
    void aSeedThatBeginsWithABackup() throws IOException {
        Golden.compare("restoring-pod", MemberPod.of(input("""
                bootstrap:
                  restoreFrom:
                    s3:
                      bucket: backups
                      endpoint: http://s3.example:7070
                      forcePathStyle: true
                      credentialsSecretRef:
                        name: s3
                    object: default/old/20260101T000000Z-0000000000000042.snap
                    sha256: %s
                    bumpRevision: 1000
                    markCompacted: true
                """.formatted("ab".repeat(32)), true, true)));
    }

    @Test
    void theImageIsTheOneAskedFor() {
        var image = new MemberImage("registry:5000/cairn/etcd-node:0.1.0");
        assertThat(image.of(spec("replicas: 1\n"))).isEqualTo("registry:5000/cairn/etcd-node:0.1.0");
        assertThat(image.of(spec("version: 3.7.1\n"))).isEqualTo("registry:5000/cairn/etcd-node:3.7.1");
        assertThat(image.of(spec("version: 3.7.1\nimage: other:1\n"))).isEqualTo("other:1");
        assertThat(new MemberImage("registry:5000/cairn/etcd-node").of(spec("version: 3.7.1\n")))
                .isEqualTo("registry:5000/cairn/etcd-node:3.7.1");
    }

    @Test
    void theDigestOfASpecificationTellsWhichPartChanged() {
        var before = AppliedSpec.of(template("image:1", spec("config:\n  snapshotCount: 5\n")));
        var after = AppliedSpec.of(template("image:1", spec("config:\n  snapshotCount: 6\n")));
        assertThat(after).isNotEqualTo(before);
        assertThat(after.get("config")).isNotEqualTo(before.get("config"));
        assertThat(after.get("image")).isEqualTo(before.get("image"));
        assertThat(AppliedSpec.read(AppliedSpec.spelled(before))).isEqualTo(before);
    }

    private static MemberTemplate template(String fallback, EtcdClusterSpec spec) {
        return new MemberImage(fallback).template(spec, Optional.empty(), ObservedCluster.NO_STATUS);
    }

    private static MemberInput input(String spec, boolean forming, boolean voter) {
        EtcdClusterSpec parsed = spec(spec);
        boolean tls = parsed.tls() == null;
        String seed = "demo-a=" + ADDRESSES.peerUrl(KEY, "demo-a", tls);
        return new MemberInput(
                KEY,
                parsed,
                "demo-a",
                template("localhost/cairn/etcd-node:0.1.0", parsed),
                "localhost/cairn/etcd-node:0.1.0",
                "image=5eed",
                ADDRESSES.peerUrl(KEY, "demo-a", tls),
                ADDRESSES.clientUrl(KEY, "demo-a", tls),
                forming ? seed : seed + ",demo-b=" + ADDRESSES.peerUrl(KEY, "demo-b", tls),
                forming,
                false,
                voter);
    }

    private static EtcdClusterSpec spec(String yaml) {
        return YAML.unmarshal(yaml, EtcdClusterSpec.class);
    }
}
