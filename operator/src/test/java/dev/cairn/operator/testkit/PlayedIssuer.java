// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.operator.tls.CertificateAuthority;
import dev.cairn.operator.tls.CertificateReader;
import dev.cairn.operator.tls.KeyedCertificate;
import dev.cairn.operator.tls.Leaf;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in for cert-manager: its Certificates as a bare definition, and for each one a Secret, by one issuer whose CA
 * can be changed. After that, one certificate a tick is issued anew.
 */
public final class PlayedIssuer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlayedIssuer.class);
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: certificates.cert-manager.io}
            spec:
              group: cert-manager.io
              names: {kind: Certificate, plural: certificates, singular: certificate}
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;
    private static final long TICK_MILLIS = 500;

    private final KubernetesClient client;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private volatile KeyedCertificate ca;

    public PlayedIssuer(KubernetesClient client) {
        this.client = client;
        client.resource(DEFINITION).create();
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("certificates.cert-manager.io")
                .waitUntilCondition(
                        each -> each != null
                                && each.getStatus() != null
                                && each.getStatus().getConditions() != null
                                && each.getStatus().getConditions().stream()
                                        .anyMatch(condition -> "Established".equals(condition.getType())
                                                && "True".equals(condition.getStatus())),
                        30,
                        TimeUnit.SECONDS);
        changeAuthority("first");
        ticker.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** From now on this CA issues, and issues everything anew by and by. */
    public void changeAuthority(String name) {
        ca = CertificateAuthority.create(name, CertificateAuthority.CA_LIFE, Instant.now(), random);
    }

    /** Key identifier of the CA that issues now. */
    public String authority() {
        return CertificateReader.facts(ca.certificatePem()).keyId();
    }

    private void tick() {
        try {
            for (GenericKubernetesResource each : certificates()) {
                Secret there = client.secrets()
                        .inNamespace("default")
                        .withName(each.<String>get("spec", "secretName"))
                        .get();
                if (there == null || !TlsLoad.text(there, "ca.crt").equals(ca.certificatePem())) {
                    issue(each);
                    if (there != null) {
                        return;
                    }
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("tick: {}", e.toString());
        }
    }

    private List<GenericKubernetesResource> certificates() {
        return client.genericKubernetesResources("cert-manager.io/v1", "Certificate")
                .inNamespace("default")
                .list()
                .getItems();
    }

    private void issue(GenericKubernetesResource certificate) {
        Map<String, Object> spec = certificate.get("spec");
        Map<String, Object> template = certificate.get("spec", "secretTemplate");
        var names = new ArrayList<String>();
        names.addAll(texts(spec.get("dnsNames")));
        names.addAll(texts(spec.get("ipAddresses")));
        KeyedCertificate leaf = CertificateAuthority.of(ca, random)
                .issue(new Leaf(spec.get("commonName").toString(), names), Duration.ofDays(90), Instant.now());
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(spec.get("secretName").toString())
                        .withLabels(map(template.get("labels")))
                        .withAnnotations(map(template.get("annotations")))
                        .endMetadata()
                        .withType("kubernetes.io/tls")
                        .withStringData(Map.of(
                                "tls.crt", leaf.certificatePem(),
                                "tls.key", leaf.privateKeyPem(),
                                "ca.crt", ca.certificatePem()))
                        .build())
                .fieldManager("cert-manager")
                .forceConflicts()
                .serverSideApply();
    }

    @SuppressWarnings("unchecked")
    private static List<String> texts(Object list) {
        return list == null ? List.of() : (List<String>) list;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> map(Object map) {
        return (Map<String, String>) map;
    }

    @Override
    public void close() {
        ticker.close();
    }
}
