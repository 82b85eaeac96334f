// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.operator.naming.ClusterKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads what a cluster has beside its members: two Services and a disruption budget. */
final class CompanionReader {
    private final KubernetesClient client;

    CompanionReader(KubernetesClient client) {
        this.client = client;
    }

    /** By name. What the operator may not see counts as absent: making it says what is wrong. */
    SortedMap<String, HasMetadata> read(ClusterKey key) {
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
        return seen;
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
