// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whether nodes are there, each asked once. Where the operator may not see nodes, none is ever held to be gone. */
final class NodeReader {
    private final KubernetesClient client;
    private final Map<String, Optional<Node>> seen = new HashMap<>();
    private boolean forbidden;

    NodeReader(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Since when the node has not answered.
     *
     * @param otherwise the time taken for a node that is not there at all
     */
    Optional<Instant> goneSince(String name, Instant otherwise) {
        Optional<Node> node = seen.computeIfAbsent(name, this::read);
        if (forbidden) {
            return Optional.empty();
        }
        if (node.isEmpty()) {
            return Optional.of(otherwise);
        }
        return Optional.ofNullable(node.get().getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(each -> "Ready".equals(each.getType()) && !"True".equals(each.getStatus()))
                .map(each -> Instant.parse(each.getLastTransitionTime()))
                .findFirst();
    }

    private Optional<Node> read(String name) {
        try {
            return Optional.ofNullable(client.nodes().withName(name).get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                forbidden = true;
                return Optional.empty();
            }
            throw e;
        }
    }
}
