// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.cluster.desired.CertificateRequest;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads what a cluster has beside its members: two Services, a disruption budget, Certificates of cert-manager's. */
final class CompanionReader {
    /** Before the name of a Certificate, which may be that of a Service, too. */
    static final String REQUEST = CertificateRequest.KIND + "/";

    /** Said here: looked up, a kind that is not installed would be a failure of another sort. */
    private static final ResourceDefinitionContext REQUESTS = new ResourceDefinitionContext.Builder()
            .withGroup(CertificateRequest.GROUP)
            .withVersion(CertificateRequest.VERSION)
            .withKind(CertificateRequest.KIND)
            .withPlural(CertificateRequest.PLURAL)
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;

    CompanionReader(KubernetesClient client) {
        this.client = client;
    }

    /** By name. What the operator may not see counts as absent: making it says what is wrong. */
    SortedMap<String, HasMetadata> read(ClusterKey key, EtcdClusterSpec spec) {
        var seen = new TreeMap<String, HasMetadata>();
        add(seen, () -> service(key, key.peerService()));
        add(seen, () -> service(key, key.clientService()));
        add(
                seen,
                () -> client.policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(key.namespace())
                        .withName(key.disruptionBudget())
                        .get());
        if (spec.tls() != null && spec.tls().mode() == TlsMode.CERT_MANAGER) {
            requests(key).forEach(each -> seen.put(REQUEST + each.getMetadata().getName(), each));
        }
        return seen;
    }

    /** Where cert-manager is not installed there are none: asking for one says so. */
    private List<GenericKubernetesResource> requests(ClusterKey key) {
        try {
            return client.genericKubernetesResources(REQUESTS)
                    .inNamespace(key.namespace())
                    .withLabel(Labels.CLUSTER, key.name())
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return List.of();
            }
            throw e;
        }
    }

    private HasMetadata service(ClusterKey key, String name) {
        return client.services().inNamespace(key.namespace()).withName(name).get();
    }

    private static void add(SortedMap<String, HasMetadata> seen, Supplier<HasMetadata> read) {
        try {
            HasMetadata object = read.get();
            if (object != null) {
                seen.put(object.getMetadata().getName(), object);
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
        }
    }
}
