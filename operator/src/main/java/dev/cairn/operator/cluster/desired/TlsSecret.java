// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.tls.KeyedCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.Optional;

/** Secrets that hold certificates, in the shape everyone knows: {@code tls.crt}, {@code tls.key}, {@code ca.crt}. */
public final class TlsSecret {
    private TlsSecret() {}

    /** The CA's certificate, for whoever verifies members. */
    public static Secret ca(ClusterKey cluster, String certificatePem) {
        return secret(cluster, cluster.caSecret(), Optional.empty())
                .withType("Opaque")
                .withStringData(Map.of("ca.crt", certificatePem))
                .build();
    }

    /** The CA's private key. */
    public static Secret caKey(ClusterKey cluster, KeyedCertificate ca) {
        return secret(cluster, cluster.caKeySecret(), Optional.empty())
                .withType("kubernetes.io/tls")
                .withStringData(Map.of("tls.crt", ca.certificatePem(), "tls.key", ca.privateKeyPem()))
                .build();
    }

    /** A leaf with its key, and the CA to verify others by. */
    public static Secret leaf(
            ClusterKey cluster, String name, Optional<String> member, KeyedCertificate leaf, String caPem) {
        return secret(cluster, name, member)
                .withType("kubernetes.io/tls")
                .withStringData(Map.of(
                        "tls.crt", leaf.certificatePem(),
                        "tls.key", leaf.privateKeyPem(),
                        "ca.crt", caPem))
                .build();
    }

    private static SecretBuilder secret(ClusterKey cluster, String name, Optional<String> member) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(cluster.namespace())
                .withLabels(
                        member.map(each -> Labels.ofMember(cluster, each)).orElseGet(() -> Labels.ofCluster(cluster)))
                .withOwnerReferences(Owner.of(cluster))
                .endMetadata();
    }
}
