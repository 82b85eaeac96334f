// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.crds.cluster.ClientServiceSpec;
import dev.cairn.crds.cluster.ServiceType;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.DnsAddressBook;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;
import java.util.TreeMap;

/** The Service that clients use. It selects voters; readiness does the rest. */
public final class ClientService {
    private ClientService() {}

    /**
     * The Service.
     *
     * @param wanted what the user asked of it; may be absent
     * @param fenced it is to lead nowhere. Without any selector Kubernetes would leave its endpoints as they are
     */
    public static Service of(ClusterKey cluster, ClientServiceSpec wanted, boolean fenced) {
        var selector = new TreeMap<>(Labels.selectVoters(cluster));
        if (fenced) {
            selector.put(Labels.FENCED, "true");
        }
        ServiceType type = wanted == null || wanted.type() == null ? ServiceType.CLUSTER_IP : wanted.type();
        Map<String, String> annotations =
                wanted == null || wanted.annotations() == null ? Map.of() : wanted.annotations();
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(cluster.clientService())
                .withNamespace(cluster.namespace())
                .withLabels(Labels.ofCluster(cluster))
                .withAnnotations(annotations.isEmpty() ? null : annotations)
                .withOwnerReferences(Owner.of(cluster))
                .endMetadata()
                .withNewSpec()
                .withType(type.kubernetesName())
                .withSelector(selector)
                .addNewPort()
                .withName("client")
                .withPort(DnsAddressBook.CLIENT_PORT)
                .endPort()
                .endSpec()
                .build();
    }
}
