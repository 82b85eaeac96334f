// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.act;

import dev.cairn.operator.cluster.desired.ClientService;
import dev.cairn.operator.cluster.desired.PeerService;
import dev.cairn.operator.cluster.desired.VoterBudget;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.kube.KubeWriter;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Keeps what every cluster has beside its members: two Services and a disruption budget. */
public final class ServiceKeeper {
    private final KubernetesClient client;
    private final KubeWriter kube;

    public ServiceKeeper(KubernetesClient client) {
        this.client = client;
        this.kube = new KubeWriter(client);
    }

    public void keep(ObservedCluster seen) {
        kube.apply(PeerService.of(seen.key()));
        kube.apply(ClientService.of(seen.key(), seen.spec().service()));
        boolean wanted = seen.spec().podDisruptionBudget() == null
                || !Boolean.FALSE.equals(seen.spec().podDisruptionBudget().enabled());
        if (!wanted) {
            client.policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace(seen.key().namespace())
                    .withName(seen.key().disruptionBudget())
                    .delete();
        } else if (seen.membership() instanceof Membership.Known known) {
            kube.apply(VoterBudget.of(seen.key(), known.voters().size()));
        }
    }
}
