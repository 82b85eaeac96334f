// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.etcd.TlsIdentity;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.tls.CertificateFacts;
import dev.cairn.operator.tls.CertificateReader;
import dev.cairn.operator.tls.KeyedCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads certificates from Secrets. */
public final class SecretReader {
    private final KubernetesClient client;

    public SecretReader(KubernetesClient client) {
        this.client = client;
    }

    /** The cluster's own certificates, and those its specification points to, by Secret name. */
    public SortedMap<String, ObservedSecret> certificates(ClusterKey key, EtcdClusterSpec spec) {
        var seen = new TreeMap<String, ObservedSecret>();
        client.secrets()
                .inNamespace(key.namespace())
                .withLabel(Labels.CLUSTER, key.name())
                .list()
                .getItems()
                .forEach(each -> seen.put(each.getMetadata().getName(), facts(each, key)));
        if (kept(spec)) {
            // Put back from a backup, they may have lost their labels.
            Stream.of(
                            key.caKeySecret(),
                            key.nextCaKeySecret(),
                            key.caSecret(),
                            key.clientTlsSecret(),
                            key.operatorTlsSecret())
                    .filter(each -> !seen.containsKey(each))
                    .flatMap(each -> read(key, each).stream())
                    .forEach(each -> seen.put(each.getMetadata().getName(), facts(each, key)));
            // One that is not the operator's is not to be written over.
            clients(key, spec)
                    .filter(each -> !seen.containsKey(each))
                    .flatMap(each -> read(key, each).stream())
                    .forEach(each -> seen.put(each.getMetadata().getName(), facts(each, key)));
        }
        if (mode(spec) == TlsMode.PROVIDED) {
            var provided = spec.tls().provided();
            Stream.of(provided.serverSecretRef(), provided.peerSecretRef(), provided.clientSecretRef())
                    .flatMap(each -> read(key, each.name()).stream())
                    .forEach(each -> seen.put(each.getMetadata().getName(), facts(each, key)));
        }
        return seen;
    }

    /** What the operator shows to members; empty without TLS, or as long as it is not there or unusable. */
    public Optional<TlsIdentity> identity(ClusterKey key, EtcdClusterSpec spec) {
        String name = switch (mode(spec)) {
            case DISABLED -> null;
            case MANAGED, CERT_MANAGER -> key.operatorTlsSecret();
            case PROVIDED -> spec.tls().provided().clientSecretRef().name();
        };
        return Optional.ofNullable(name)
                .flatMap(each -> read(key, each))
                .filter(each -> facts(each, key).usable())
                .or(() -> mode(spec) == TlsMode.MANAGED ? earlierOperators(key) : Optional.empty())
                .map(each -> new TlsIdentity(text(each, "ca.crt"), text(each, "tls.crt"), text(each, "tls.key")));
    }

    /** A cluster of an operator that had no certificate of its own: it asked with the clients'. */
    private Optional<Secret> earlierOperators(ClusterKey key) {
        return read(key, key.clientTlsSecret()).filter(each -> facts(each, key).usable());
    }

    /**
     * What is to be tried out on members: the next CA, else the one in use while another is still trusted; where
     * cert-manager issues, its latest certificate. Empty while no CA is rotated.
     */
    Optional<KeyedCertificate> triedOut(ClusterKey key, EtcdClusterSpec spec, SortedMap<String, ObservedSecret> seen) {
        ObservedSecret published = seen.get(key.caSecret());
        if (published == null || published.trusts().size() < 2) {
            return Optional.empty();
        }
        return (mode(spec) == TlsMode.CERT_MANAGER
                        ? latest(seen)
                        : Stream.of(key.nextCaKeySecret(), key.caKeySecret())
                                .flatMap(each -> Optional.ofNullable(seen.get(each)).stream())
                                .findFirst())
                .filter(ObservedSecret::keyFits)
                .map(ObservedSecret::name)
                .flatMap(name -> text(key, name, "tls.crt")
                        .flatMap(certificate ->
                                text(key, name, "tls.key").map(own -> new KeyedCertificate(certificate, own))));
    }

    private static Optional<ObservedSecret> latest(SortedMap<String, ObservedSecret> seen) {
        return seen.values().stream()
                .filter(each -> each.arrived() && each.usable())
                .max(Comparator.comparing(
                        each -> each.certificate().orElseThrow().notBefore()));
    }

    /** The text under a key of a Secret; empty if the Secret or the key is not there. */
    public Optional<String> text(ClusterKey key, String secret, String field) {
        return read(key, secret).filter(each -> has(each, field)).map(each -> text(each, field));
    }

    private Optional<Secret> read(ClusterKey key, String name) {
        return Optional.ofNullable(
                client.secrets().inNamespace(key.namespace()).withName(name).get());
    }

    private static ObservedSecret facts(Secret secret, ClusterKey key) {
        Optional<String> member =
                Optional.ofNullable(secret.getMetadata().getLabels()).map(each -> each.get(Labels.MEMBER));
        return new ObservedSecret(
                secret.getMetadata().getName(),
                member,
                Optional.ofNullable(secret.getMetadata().getUid()).orElse(""),
                Ownership.ofAnother(secret, key),
                certificate(secret, has(secret, "tls.crt") ? "tls.crt" : "ca.crt"),
                has(secret, "tls.crt")
                        && has(secret, "tls.key")
                        && CertificateReader.fit(text(secret, "tls.crt"), text(secret, "tls.key")),
                trusts(secret),
                notes(secret));
    }

    private static SortedSet<String> trusts(Secret secret) {
        try {
            return has(secret, "ca.crt") ? CertificateReader.keyIds(text(secret, "ca.crt")) : new TreeSet<>();
        } catch (IllegalArgumentException e) {
            // Nothing that could be read is nothing that is trusted.
            return new TreeSet<>();
        }
    }

    private static Map<String, String> notes(Secret secret) {
        var notes = new TreeMap<String, String>();
        Stream.of(secret.getMetadata().getLabels(), secret.getMetadata().getAnnotations())
                .filter(Objects::nonNull)
                .flatMap(each -> each.entrySet().stream())
                .filter(each -> Labels.ours(each.getKey()) && each.getValue() != null)
                .forEach(each -> notes.put(each.getKey(), each.getValue()));
        return notes;
    }

    private static Optional<CertificateFacts> certificate(Secret secret, String field) {
        if (!has(secret, field)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CertificateReader.facts(text(secret, field)));
        } catch (IllegalArgumentException e) {
            // Unreadable is what the absence says; who needs it says which Secret it is.
            return Optional.empty();
        }
    }

    private static boolean has(Secret secret, String field) {
        return secret.getData() != null && secret.getData().get(field) != null;
    }

    private static String text(Secret secret, String field) {
        return new String(Base64.getDecoder().decode(secret.getData().get(field)), StandardCharsets.US_ASCII);
    }

    private static Stream<String> clients(ClusterKey key, EtcdClusterSpec spec) {
        return spec.tls() == null || spec.tls().clients() == null
                ? Stream.empty()
                : spec.tls().clients().stream().map(key::secretOf);
    }

    private static boolean kept(EtcdClusterSpec spec) {
        return mode(spec) == TlsMode.MANAGED || mode(spec) == TlsMode.CERT_MANAGER;
    }

    private static TlsMode mode(EtcdClusterSpec spec) {
        return spec.tls() == null || spec.tls().mode() == null
                ? TlsMode.MANAGED
                : spec.tls().mode();
    }
}
