// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import dev.cairn.operator.kube.EventWriter;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who leads. Every operator looks after the EtcdClusters of all namespaces, so one Lease stands for all of Kubernetes,
 * in one place, wherever operators are installed: of two installations one works, and the other says that it stands
 * back and for whom.
 */
final class Leadership {
    /** The Lease's name; the rights on it name it too. */
    static final String LEASE = "cairn-operator";

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final EventWriter events;
    private final String leaseNamespace;
    private final String namespace;
    private final String host;
    private volatile String leader = "";

    /**
     * @param leaseNamespace where the Lease lives
     * @param namespace this operator's own
     * @param host this operator's pod
     */
    Leadership(EventWriter events, String leaseNamespace, String namespace, String host) {
        this.events = events;
        this.leaseNamespace = leaseNamespace;
        this.namespace = namespace;
        this.host = host;
    }

    /** What this operator calls itself in the Lease: {@code <namespace>/<pod>}. */
    String identity() {
        return namespace + "/" + host;
    }

    /** Lease as people name it. */
    String lease() {
        return leaseNamespace + "/" + LEASE;
    }

    /** Who holds the Lease, itself included; empty as long as nobody is known to. */
    String leader() {
        return leader;
    }

    boolean leads() {
        return identity().equals(leader);
    }

    LeaderCallbacks callbacks() {
        return new LeaderCallbacks(
                () -> leader = identity(),
                () -> LOG.warn("{} does not hold the Lease {} any more: it stops working", identity(), lease()),
                this::newLeader);
    }

    private void newLeader(String holder) {
        leader = holder == null ? "" : holder;
        if (leads()) {
            LOG.info("{} holds the Lease {} and works", identity(), lease());
        } else if (!leader.isEmpty()) {
            String text = "this operator stands back and changes nothing: " + leader + " holds the Lease " + lease()
                    + " and works for all namespaces. " + advice();
            LOG.warn("{}: {}", identity(), text);
            if (elsewhere()) {
                events.warning(pod(), "AnotherOperatorLeads", text);
            }
        }
    }

    private String advice() {
        return elsewhere()
                ? "It belongs to another installation: one of the two is one too many"
                : "This one takes over when that one is gone";
    }

    private boolean elsewhere() {
        return !leader.startsWith(namespace + "/");
    }

    private Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(host)
                .endMetadata()
                .build();
    }
}
