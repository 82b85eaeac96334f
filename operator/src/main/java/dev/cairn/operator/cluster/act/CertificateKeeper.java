// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.act;

import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.cluster.desired.TlsSecret;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.observe.SecretReader;
import dev.cairn.operator.cluster.plan.CertificatePlan;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.validate.AuthorityCheck;
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
        if (AuthorityCheck.problem(seen).isPresent()) {
            return publishTrusted(seen);
        }
        KeyedCertificate ca = authority(seen);
        var authority = CertificateAuthority.of(ca, random);
        String caKeyId = CertificateReader.facts(ca.certificatePem()).keyId();
        var written = new ArrayList<String>();
        if (!published(seen, caKeyId)) {
            kube.apply(TlsSecret.ca(seen.key(), ca.certificatePem()));
            written.add(seen.key().caSecret());
        }
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
        if (AuthorityCheck.mayMake(seen)) {
            Optional.ofNullable(seen.secrets().get(seen.key().caKeySecret()))
                    .ifPresent(earlier ->
                            kube.delete("api/v1", "secrets", seen.key().namespace(), earlier.name(), earlier.uid()));
            kube.create(TlsSecret.caKey(
                    seen.key(), CertificateAuthority.create(seen.key().name() + " CA", seen.now(), random)));
        }
        // Read back: another operator may have been first, and only one CA can be the cluster's.
        return read(seen.key())
                .orElseThrow(() -> new IllegalStateException("Secret "
                        + seen.key().namespace() + "/" + seen.key().caKeySecret() + " has no tls.crt and tls.key yet"));
    }

    /** While the CA's key is not to be used, its certificate stays published: members' own Secrets hold it. */
    private List<String> publishTrusted(ObservedCluster seen) {
        Optional<String> trusted = AuthorityCheck.trusted(seen);
        if (trusted.isEmpty() || published(seen, trusted.get())) {
            return List.of();
        }
        return seen.secrets().values().stream()
                .filter(each -> !each.name().equals(seen.key().caSecret())
                        && each.trusts().equals(trusted))
                .findFirst()
                .flatMap(each -> secrets.text(seen.key(), each.name(), "ca.crt"))
                .map(pem -> {
                    kube.apply(TlsSecret.ca(seen.key(), pem));
                    return List.of(seen.key().caSecret());
                })
                .orElse(List.of());
    }

    private static boolean published(ObservedCluster seen, String caKeyId) {
        return Optional.ofNullable(seen.secrets().get(seen.key().caSecret()))
                .filter(each -> !each.earlier())
                .flatMap(ObservedSecret::trusts)
                .map(caKeyId::equals)
                .orElse(false);
    }

    private Optional<KeyedCertificate> read(ClusterKey key) {
        Optional<String> certificate = secrets.text(key, key.caKeySecret(), "tls.crt");
        Optional<String> privateKey = secrets.text(key, key.caKeySecret(), "tls.key");
        return certificate.isPresent() && privateKey.isPresent()
                ? Optional.of(new KeyedCertificate(certificate.get(), privateKey.get()))
                : Optional.empty();
    }
}
