// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.DnsAddressBook;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** The headless Service that gives members their host names, before they are ready: they need them to become it. */
public final class PeerService {
    private PeerService() {}

    public static Service of(ClusterKey cluster) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(cluster.peerService())
                .withNamespace(cluster.namespace())
                .withLabels(Labels.ofCluster(cluster))
                .withOwnerReferences(Owner.of(cluster))
                .endMetadata()
                .withNewSpec()
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(Labels.selectMembers(cluster))
                .addNewPort()
                .withName("client")
                .withPort(DnsAddressBook.CLIENT_PORT)
                .endPort()
                .addNewPort()
                .withName("peer")
                .withPort(DnsAddressBook.PEER_PORT)
                .endPort()
                .endSpec()
                .build();
    }
}
