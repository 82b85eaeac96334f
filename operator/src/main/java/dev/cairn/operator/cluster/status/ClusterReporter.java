// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.status.StepStatus;
import dev.cairn.operator.cluster.act.Acted;
import dev.cairn.operator.cluster.act.StatusStore;
import dev.cairn.operator.cluster.execute.Outcome;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.kube.EventWriter;
import dev.cairn.operator.kube.KubeWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the status, if it says anything new, and tells in events what was done and what has changed. */
public final class ClusterReporter {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterReporter.class);

    private final StatusAssembler assembler;
    private final StatusStore store;
    private final EventWriter events;

    public ClusterReporter(KubernetesClient client, StatusAssembler assembler, EventWriter events) {
        this.assembler = assembler;
        this.store = new StatusStore(client);
        this.events = events;
    }

    /** Reports on one reconcile. */
    public void report(EtcdCluster cluster, ObservedCluster seen, Step step, Acted acted) {
        tellStep(cluster, step, acted);
        if (acted.outcome() instanceof Outcome.Overtaken) {
            return;
        }
        if (seen.lacksIdentity() && seen.latchedClusterId().isPresent() && acted.outcome() instanceof Outcome.Done) {
            // Members could not be asked, so nothing is known about them. The next look knows more.
            return;
        }
        EtcdClusterStatus status = assembler.assemble(seen, step, acted);
        if (status.equals(acted.status())) {
            return;
        }
        try {
            store.write(seen.key(), acted.resourceVersion(), status);
            tellChange(cluster, seen, status);
        } catch (KubernetesClientException e) {
            if (!KubeWriter.lostRace(e)) {
                throw e;
            }
            LOG.debug("{}: the resource changed meanwhile; the next look reports", seen.key());
        }
    }

    private void tellStep(EtcdCluster cluster, Step step, Acted acted) {
        boolean quiet = step instanceof Step.LabelPod || step instanceof Step.MarkVolume;
        switch (acted.outcome()) {
            case Outcome.Done done
            when step instanceof Step.HaltRollout || step instanceof Step.GiveUpSpace ->
                events.warning(cluster, step.event(), done.message());
            case Outcome.Done done when !quiet -> events.normal(cluster, step.event(), done.message());
            case Outcome.Failed failed -> {
                if (worthTelling(acted.status().currentStep())) {
                    events.warning(cluster, step.name() + "Failed", failed.message());
                }
            }
            default -> LOG.debug("{}: {}", cluster.getMetadata().getName(), acted.outcome());
        }
    }

    /** A step that fails again and again is told of at the 1st, 2nd, 4th, 8th … attempt. */
    private static boolean worthTelling(StepStatus step) {
        return step == null || step.attempt() == null || Integer.bitCount(step.attempt()) == 1;
    }

    private void tellChange(EtcdCluster cluster, ObservedCluster seen, EtcdClusterStatus status) {
        StatusChanges.between(seen.status().conditions(), status.conditions()).forEach(each -> {
            if (each.warning()) {
                events.warning(cluster, each.reason(), each.message());
            } else {
                events.normal(cluster, each.reason(), each.message());
            }
        });
    }
}
