// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.RunningOperator;
import dev.cairn.operator.testkit.TlsLoad;
import dev.cairn.operator.tls.CertificateReader;
import dev.cairn.operator.tls.Handshakes;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CAs that come and go under members of our own, which load what their Secrets hold: nothing restarts, nobody is refused. */
@InALab
class CertificateRotationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String OURS = """
            deletionPolicy: Delete
            image: own/etcd-node:test
            tls: {managed: {clientGrace: 0s}}
            """;
    private static final Handshakes WIRE = new Handshakes(Duration.ofSeconds(3));

    private static KubeLab lab;
    private static Clusters clusters;

    @BeforeAll
    static void enter(KubeLab opened, Clusters inIt) {
        lab = opened;
        clusters = inIt;
    }

    @Test
    void aNewCaThatIsAskedForAndOneForALostOneComeWithoutARestartOrARefusal() throws InterruptedException {
        try (var operator = lab.operator()) {
            clusters.apply("turn", OURS + "replicas: 2\n");
            EtcdCluster cluster = clusters.awaitReady("turn", 2);
            Map<String, String> pods = pods("turn");
            List<String> urls = pods.keySet().stream()
                    .map(each -> lab.clientUrl(each, true))
                    .toList();
            Secret first = secret("turn-client-tls");
            String firstCa = authority("turn");
            try (var load = new TlsLoad(urls, () -> secret("turn-client-tls"))) {
                rotate("turn", "1");
                cluster = awaitAnother("turn", firstCa);
                String secondCa = authority("turn");

                lab.client().resource(secret("turn-ca-key")).delete();
                cluster = awaitAnother("turn", secondCa);
                load.close();
                assertThat(load.failures()).isEmpty();
                assertThat(load.asked()).isGreaterThan(20);
            }
            assertThat(pods("turn")).isEqualTo(pods);
            assertThat(lab.etcdctl(cluster, cluster.getStatus().leader(), "put", "a", "b"))
                    .contains("OK");
            String bundle = TlsLoad.text(secret("turn-ca"), "ca.crt");
            Secret last = secret("turn-client-tls");
            for (String member : pods.keySet()) {
                for (String url : List.of(lab.clientUrl(member, true), lab.peerUrl(member))) {
                    assertThat(WIRE.with(url, bundle, TlsLoad.keyed(first)).accepted())
                            .isFalse();
                    assertThat(WIRE.with(url, bundle, TlsLoad.keyed(last)).accepted())
                            .isTrue();
                    assertThat(WIRE.with(url, TlsLoad.text(first, "ca.crt"), TlsLoad.keyed(last))
                                    .issuerKeyId())
                            .isEmpty();
                }
            }
            clusters.delete("turn");
            clusters.awaitGone("turn");
        }
    }

    @Tag("halts")
    @ParameterizedTest
    @EnumSource(
            names = {
                "AFTER_STATUS_WRITE",
                "AFTER_NEXT_AUTHORITY",
                "AFTER_AUTHORITY_PUBLISHED",
                "AFTER_TRUST_SPREAD",
                "AFTER_AUTHORITY_SWITCH",
                "AFTER_NEXT_AUTHORITY_DELETED",
                "AFTER_CERTIFICATE"
            })
    void aRotationIsFinishedAfterAHaltAt(CrashPoint point) throws InterruptedException {
        String name = "t-" + point.spelling().replace("authority", "ca").replace("status-write", "sw");
        try (var operator = lab.operator()) {
            clusters.apply(name, OURS + "replicas: 1\n");
            clusters.awaitReady(name, 1);
        }
        String before = authority(name);
        Map<String, String> pods = pods(name);
        List<String> urls = List.of(lab.clientUrl(pods.keySet().iterator().next(), true));
        try (var load = new TlsLoad(urls, () -> secret(name + "-client-tls"))) {
            try (RunningOperator operator = lab.operatorHaltingAt(point)) {
                rotate(name, "1");
                assertThat(operator.hasHalted(Duration.ofSeconds(60))).isTrue();
            }
            try (var operator = lab.operator()) {
                awaitAnother(name, before);
                load.close();
                assertThat(load.failures()).isEmpty();
                assertThat(pods(name)).isEqualTo(pods);
                clusters.delete(name);
                clusters.awaitGone(name);
            }
        }
    }

    @Test
    void aClientThatIsListedGetsACertificateUnderItsNameUntilItIsListedNoMore() {
        lab.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("taken")
                        .endMetadata()
                        .withStringData(Map.of("password", "mine"))
                        .build())
                .create();
        try (var operator = lab.operator()) {
            clusters.apply("users", """
                    deletionPolicy: Delete
                    replicas: 1
                    tls: {clients: [{name: shop}, {name: Till_1, secretName: till}, {name: third, secretName: taken}]}
                    """);
            EtcdCluster cluster = clusters.awaitReady("users", 1);
            await().atMost(PATIENCE).until(() -> secret("users-client-shop-tls") != null && secret("till") != null);
            String url = lab.clientUrl(cluster.getStatus().leader(), true);
            for (Secret each : List.of(secret("users-client-shop-tls"), secret("till"))) {
                assertThat(WIRE.with(url, TlsLoad.text(each, "ca.crt"), TlsLoad.keyed(each))
                                .accepted())
                        .isTrue();
            }
            cluster = clusters.await(
                    "users",
                    "says which Secret is taken",
                    each -> Clusters.reason(each, "CertificatesValid").equals("ClientSecretTaken"));
            assertThat(Clusters.message(cluster, "CertificatesValid")).contains("taken");
            assertThat(secret("taken").getData()).containsOnlyKeys("password");

            clusters.patch("users", "{\"spec\":{\"tls\":{\"clients\":[{\"name\":\"shop\"}]}}}");
            await().atMost(PATIENCE).until(() -> secret("till") == null);
            assertThat(secret("users-client-shop-tls")).isNotNull();
            assertThat(secret("taken")).isNotNull();
            clusters.await(
                    "users",
                    "has all its certificates",
                    each -> Clusters.reason(each, "CertificatesValid").equals("Valid"));
            clusters.delete("users");
            clusters.awaitGone("users");
        }
    }

    private static void rotate(String cluster, String value) {
        clusters.patch(cluster, "{\"metadata\":{\"annotations\":{\"etcd.cairn.dev/rotate-ca\":\"" + value + "\"}}}");
    }

    /** Waits until another CA is in use, and it alone is trusted. */
    private static EtcdCluster awaitAnother(String cluster, String before) {
        EtcdCluster done = clusters.await(cluster, "goes by another CA, and by it alone", each -> {
            var status = each.getStatus();
            return !before.equals(status.certificateAuthority())
                    && List.of(status.certificateAuthority())
                            .equals(status.certificates().trusted())
                    && status.certificates().rotation() == null
                    && status.currentStep() == null;
        });
        String now = done.getStatus().certificateAuthority();
        assertThat(CertificateReader.keyIds(TlsLoad.text(secret(cluster + "-ca"), "ca.crt")))
                .containsExactly(now);
        assertThat(CertificateReader.keyIds(TlsLoad.text(secret(cluster + "-ca-key"), "tls.crt")))
                .containsExactly(now);
        assertThat(secret(cluster + "-ca-next")).isNull();
        return done;
    }

    private static String authority(String cluster) {
        return clusters.get(cluster).getStatus().certificateAuthority();
    }

    /** UID and restarts of each pod, by name. */
    private static Map<String, String> pods(String cluster) {
        var pods = new TreeMap<String, String>();
        clusters.pods(cluster).stream()
                .map(clusters::pod)
                .forEach(each -> pods.put(
                        each.getMetadata().getName(),
                        each.getMetadata().getUid() + " "
                                + each.getStatus().getConditions().getFirst().getMessage()));
        return pods;
    }

    private static Secret secret(String name) {
        return lab.client().secrets().inNamespace("default").withName(name).get();
    }
}
