// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.tls.KeyedCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Secrets that hold certificates, in the shape everyone knows: {@code tls.crt}, {@code tls.key}, {@code ca.crt}. */
public final class TlsSecret {
    private static final String CA = "ca.crt";

    private TlsSecret() {}

    /**
     * The CAs' certificates, for whoever verifies members.
     *
     * @param since when they are published
     */
    public static Secret ca(ClusterKey cluster, String bundlePem, Instant since) {
        return secret(cluster, cluster.caSecret(), Labels.ofCluster(cluster))
                .editMetadata()
                .addToAnnotations(
                        Labels.TRUSTED_SINCE,
                        since.truncatedTo(ChronoUnit.SECONDS).toString())
                .endMetadata()
                .withType("Opaque")
                .withStringData(Map.of(CA, bundlePem))
                .build();
    }

    /**
     * A CA with its private key.
     *
     * @param asked the annotation of the EtcdCluster that asked for it
     */
    public static Secret caKey(ClusterKey cluster, String name, KeyedCertificate ca, Optional<String> asked) {
        SecretBuilder secret = secret(cluster, name, Labels.ofCluster(cluster))
                .withType("kubernetes.io/tls")
                .withStringData(Map.of("tls.crt", ca.certificatePem(), "tls.key", ca.privateKeyPem()));
        asked.ifPresent(each ->
                secret.editMetadata().addToAnnotations(Labels.ROTATE_CA, each).endMetadata());
        return secret.build();
    }

    /** A leaf with its key, and the CAs to verify others by. */
    public static Secret leaf(
            ClusterKey cluster,
            String name,
            Optional<String> member,
            Optional<String> client,
            KeyedCertificate leaf,
            String bundlePem) {
        var labels = new TreeMap<>(
                member.map(each -> Labels.ofMember(cluster, each)).orElseGet(() -> Labels.ofCluster(cluster)));
        client.ifPresent(each -> labels.put(Labels.CLIENT, each));
        return secret(cluster, name, labels)
                .withType("kubernetes.io/tls")
                .withStringData(
                        Map.of("tls.crt", leaf.certificatePem(), "tls.key", leaf.privateKeyPem(), CA, bundlePem))
                .build();
    }

    /** What changes in a Secret that is to trust these CAs: fields and their values, as the API stores them. */
    public static Map<String, String> trusting(String bundlePem) {
        return Map.of(CA, Base64.getEncoder().encodeToString(bundlePem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static SecretBuilder secret(ClusterKey cluster, String name, Map<String, String> labels) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(cluster.namespace())
                .withLabels(labels)
                .withOwnerReferences(Owner.of(cluster))
                .endMetadata();
    }
}
