// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.PlayedIssuer;
import dev.cairn.operator.testkit.TlsLoad;
import dev.cairn.operator.tls.CertificateReader;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Certificates of an issuer that goes over to another CA, one certificate after the other, as it likes. */
@InALab
class CertManagerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static KubeLab lab;
    private static Clusters clusters;

    @BeforeAll
    static void enter(KubeLab opened, Clusters inIt) {
        lab = opened;
        clusters = inIt;
    }

    @Test
    void whatTheIssuerIssuesIsUsedOnceEveryMemberTrustsIt() throws InterruptedException {
        clusters.apply("early", "replicas: 1\ntls: {mode: CertManager, certManager: {issuerRef: {name: corp}}}\n");
        try (var operator = lab.operator()) {
            clusters.awaitDegraded("early", "ApplyCertificateRequestFailed");
            clusters.delete("early");
            clusters.awaitGone("early");
        }
        try (var issuer = new PlayedIssuer(lab.client());
                var operator = lab.operator()) {
            clusters.apply("issued", """
                    deletionPolicy: Delete
                    image: own/etcd-node:test
                    replicas: 2
                    tls:
                      mode: CertManager
                      certManager: {issuerRef: {name: corp}, clientGrace: 0s}
                      clients: [{name: shop}]
                    """);
            EtcdCluster cluster = clusters.awaitReady("issued", 2);
            assertThat(cluster.getStatus().endpoints().caSecret()).isEqualTo("issued-ca");
            await().atMost(PATIENCE).until(() -> secret("issued-client-shop-tls") != null);
            String first = issuer.authority();
            assertThat(cluster.getStatus().certificateAuthority()).isEqualTo(first);
            List<String> pods = pods("issued");
            List<String> urls = clusters.pods("issued").stream()
                    .map(each -> lab.clientUrl(each, true))
                    .toList();
            try (var load = new TlsLoad(urls, () -> secret("issued-client-shop-tls"))) {
                issuer.changeAuthority("second");
                String second = issuer.authority();
                clusters.await("issued", "goes by the issuer's other CA, and by it alone", each -> {
                    var status = each.getStatus();
                    return second.equals(status.certificateAuthority())
                            && List.of(second).equals(status.certificates().trusted())
                            && status.certificates().rotation() == null
                            && status.currentStep() == null;
                });
                load.close();
                assertThat(load.failures()).isEmpty();
                assertThat(load.asked()).isGreaterThan(20);
                assertThat(CertificateReader.keyIds(TlsLoad.text(secret("issued-ca"), "ca.crt")))
                        .containsExactly(second);
            }
            assertThat(pods("issued")).isEqualTo(pods);

            clusters.patch("issued", "{\"spec\":{\"tls\":{\"clients\":[]}}}");
            await().atMost(PATIENCE)
                    .until(() -> secret("issued-client-shop-tls") == null
                            && secret("issued-client-shop-tls-issued") == null);
            clusters.delete("issued");
            clusters.awaitGone("issued");
        }
    }

    private static List<String> pods(String cluster) {
        return clusters.pods(cluster).stream()
                .map(clusters::pod)
                .map(each -> each.getMetadata().getUid() + " "
                        + each.getStatus().getConditions().getFirst().getMessage())
                .toList();
    }

    private static Secret secret(String name) {
        return lab.client().secrets().inNamespace("default").withName(name).get();
    }
}
