// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.etcd.TlsIdentity;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.tls.CertificateReader;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
                .forEach(each -> seen.put(each.getMetadata().getName(), facts(each)));
        if (mode(spec) == TlsMode.PROVIDED) {
            var provided = spec.tls().provided();
            Stream.of(provided.serverSecretRef(), provided.peerSecretRef(), provided.clientSecretRef())
                    .flatMap(each -> read(key, each.name()).stream())
                    .forEach(each -> seen.put(each.getMetadata().getName(), facts(each)));
        }
        return seen;
    }

    /** What the operator shows to members; empty without TLS, or as long as it is not there. */
    public Optional<TlsIdentity> identity(ClusterKey key, EtcdClusterSpec spec) {
        String name = switch (mode(spec)) {
            case DISABLED -> null;
            case MANAGED -> key.clientTlsSecret();
            case PROVIDED -> spec.tls().provided().clientSecretRef().name();
        };
        return Optional.ofNullable(name)
                .flatMap(each -> read(key, each))
                .filter(SecretReader::complete)
                .map(each -> new TlsIdentity(text(each, "ca.crt"), text(each, "tls.crt"), text(each, "tls.key")));
    }

    /** The text under a key of a Secret; empty if the Secret or the key is not there. */
    public Optional<String> text(ClusterKey key, String secret, String field) {
        return read(key, secret).filter(each -> has(each, field)).map(each -> text(each, field));
    }

    private Optional<Secret> read(ClusterKey key, String name) {
        return Optional.ofNullable(
                client.secrets().inNamespace(key.namespace()).withName(name).get());
    }

    private static ObservedSecret facts(Secret secret) {
        String name = secret.getMetadata().getName();
        Optional<String> member =
                Optional.ofNullable(secret.getMetadata().getLabels()).map(each -> each.get(Labels.MEMBER));
        String field = has(secret, "tls.crt") ? "tls.crt" : "ca.crt";
        if (!has(secret, field)) {
            return new ObservedSecret(name, member, Optional.empty());
        }
        try {
            return new ObservedSecret(name, member, Optional.of(CertificateReader.facts(text(secret, field))));
        } catch (IllegalArgumentException e) {
            return new ObservedSecret(name, member, Optional.empty());
        }
    }

    private static boolean complete(Secret secret) {
        return has(secret, "ca.crt") && has(secret, "tls.crt") && has(secret, "tls.key");
    }

    private static boolean has(Secret secret, String field) {
        return secret.getData() != null && secret.getData().get(field) != null;
    }

    private static String text(Secret secret, String field) {
        return new String(Base64.getDecoder().decode(secret.getData().get(field)), StandardCharsets.US_ASCII);
    }

    private static TlsMode mode(EtcdClusterSpec spec) {
        return spec.tls() == null || spec.tls().mode() == null
                ? TlsMode.MANAGED
                : spec.tls().mode();
    }
}
