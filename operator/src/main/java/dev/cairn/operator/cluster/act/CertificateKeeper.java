// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.act;

import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.cluster.desired.TlsSecret;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.SecretReader;
import dev.cairn.operator.cluster.plan.CertificatePlan;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.tls.CertificateAuthority;
import dev.cairn.operator.tls.CertificateReader;
import dev.cairn.operator.tls.KeyedCertificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a managed cluster's certificates: its CA, made once, and leaves, issued and renewed as they are due. */
public final class CertificateKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateKeeper.class);

    private final KubernetesClient client;
    private final KubeWriter kube;
    private final SecretReader secrets;
    private final CertificatePlan plan;
    private final SecureRandom random;

    public CertificateKeeper(KubernetesClient client, AddressBook addresses, SecureRandom random) {
        this.client = client;
        this.kube = new KubeWriter(client);
        this.secrets = new SecretReader(client);
        this.plan = new CertificatePlan(addresses);
        this.random = random;
    }

    /** Issues what is due before the step that may need it. Returns the names of the Secrets written. */
    public List<String> keep(ObservedCluster seen, Step step) {
        if (seen.tlsMode() != TlsMode.MANAGED) {
            return List.of();
        }
        KeyedCertificate ca = authority(seen);
        var authority = CertificateAuthority.of(ca, random);
        String caKeyId = CertificateReader.facts(ca.certificatePem()).keyId();
        var written = new ArrayList<String>();
        for (var each : plan.toIssue(seen, step, caKeyId)) {
            kube.apply(TlsSecret.leaf(
                    seen.key(),
                    each.secret(),
                    each.member(),
                    authority.issue(each.leaf(), seen.now()),
                    ca.certificatePem()));
            LOG.info("{}: issued the certificate in Secret {}", seen.key(), each.secret());
            written.add(each.secret());
        }
        for (String each : plan.toPrune(seen, step)) {
            client.secrets().inNamespace(seen.key().namespace()).withName(each).delete();
        }
        return written;
    }

    private KeyedCertificate authority(ObservedCluster seen) {
        Optional<KeyedCertificate> there = read(seen.key());
        if (there.isEmpty()) {
            kube.create(TlsSecret.caKey(
                    seen.key(), CertificateAuthority.create(seen.key().name() + " CA", seen.now(), random)));
            // Read back: another operator may have been first, and only one CA can be the cluster's.
            there = read(seen.key());
        }
        KeyedCertificate ca = there.orElseThrow(() -> new IllegalStateException("Secret "
                + seen.key().namespace() + "/" + seen.key().caKeySecret() + " is here but lacks tls.crt or tls.key"));
        if (!seen.secrets().containsKey(seen.key().caSecret())) {
            kube.apply(TlsSecret.ca(seen.key(), ca));
        }
        return ca;
    }

    private Optional<KeyedCertificate> read(ClusterKey key) {
        Optional<String> certificate = secrets.text(key, key.caKeySecret(), "tls.crt");
        Optional<String> privateKey = secrets.text(key, key.caKeySecret(), "tls.key");
        return certificate.isPresent() && privateKey.isPresent()
                ? Optional.of(new KeyedCertificate(certificate.get(), privateKey.get()))
                : Optional.empty();
    }
}
