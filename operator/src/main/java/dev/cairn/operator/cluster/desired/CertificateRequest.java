// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.crds.cluster.CertManagerTls;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.tls.CertificateReader;
import dev.cairn.operator.tls.Leaf;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What cert-manager is asked for: a Certificate for each Secret of ours. It is issued into another Secret, which nobody
 * mounts, and taken over from there when its turn has come.
 */
public final class CertificateRequest {
    public static final String GROUP = "cert-manager.io";
    public static final String VERSION = "v1";
    public static final String API_VERSION = GROUP + "/" + VERSION;
    public static final String KIND = "Certificate";
    public static final String PLURAL = "certificates";

    private static final int RENEWED_AFTER_THIRDS = 3;

    private CertificateRequest() {}

    /** @param secret the Secret of ours that it is for; the Certificate bears its name */
    public static GenericKubernetesResource of(
            ClusterKey cluster, String secret, Leaf leaf, Duration life, CertManagerTls from) {
        var request = new GenericKubernetesResource();
        request.setApiVersion(API_VERSION);
        request.setKind(KIND);
        request.setMetadata(new ObjectMetaBuilder()
                .withName(secret)
                .withNamespace(cluster.namespace())
                .withLabels(Labels.ofCluster(cluster))
                .withOwnerReferences(Owner.of(cluster))
                .build());
        request.setAdditionalProperty("spec", spec(cluster, secret, leaf, life, from));
        return request;
    }

    private static Map<String, Object> spec(
            ClusterKey cluster, String secret, Leaf leaf, Duration life, CertManagerTls from) {
        var spec = new TreeMap<String, Object>();
        spec.put("secretName", ClusterKey.intakeSecret(secret));
        spec.put(
                "secretTemplate",
                Map.of(
                        "labels", Labels.ofCluster(cluster),
                        "annotations", Map.of(Labels.ISSUED_FOR, secret)));
        spec.put("commonName", leaf.commonName());
        spec.put("duration", life.toSeconds() + "s");
        spec.put("renewBefore", life.toSeconds() / RENEWED_AFTER_THIRDS + "s");
        spec.put(
                "privateKey",
                Map.of("algorithm", "ECDSA", "size", 256, "encoding", "PKCS8", "rotationPolicy", "Always"));
        spec.put("usages", List.of("digital signature", "server auth", "client auth"));
        List<String> addresses =
                leaf.names().stream().filter(CertificateReader::isAddress).toList();
        List<String> names = leaf.names().stream()
                .filter(each -> !CertificateReader.isAddress(each))
                .toList();
        if (!addresses.isEmpty()) {
            spec.put("ipAddresses", addresses);
        }
        if (!names.isEmpty()) {
            spec.put("dnsNames", names);
        }
        spec.put(
                "issuerRef",
                Map.of(
                        "name", from.issuerRef().name(),
                        "kind",
                                from.issuerRef().kind() == null
                                        ? "Issuer"
                                        : from.issuerRef().kind(),
                        "group",
                                from.issuerRef().group() == null
                                        ? "cert-manager.io"
                                        : from.issuerRef().group()));
        return spec;
    }
}
