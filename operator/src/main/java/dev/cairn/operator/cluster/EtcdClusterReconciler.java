// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.cluster.removal.ClusterRemoval;
import dev.cairn.operator.kube.ReconcileFaults;
import dev.cairn.operator.kube.ResourceUnreadable;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs EtcdClusters: looks when something of theirs changes, or when it is time, and brings each one step further. */
// A step that throws is tried again for ever: what hinders it may pass without an event to tell.
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 500, maxInterval = 15_000)
@ControllerConfiguration(
        name = "etcdcluster",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.MINUTES))
public class EtcdClusterReconciler implements Reconciler<EtcdCluster>, Cleaner<EtcdCluster> {
    private final ClusterFlow flow;
    private final ClusterRemoval removal;
    private final ReconcileFaults faults;

    public EtcdClusterReconciler(ClusterFlow flow, ClusterRemoval removal, ReconcileFaults faults) {
        this.flow = flow;
        this.removal = removal;
        this.faults = faults;
    }

    @Override
    public UpdateControl<EtcdCluster> reconcile(EtcdCluster cluster, Context<EtcdCluster> context) {
        UpdateControl<EtcdCluster> done = UpdateControl.noUpdate();
        try {
            flow.advance(cluster).ifPresent(done::rescheduleAfter);
        } catch (ResourceUnreadable e) {
            // Trying again helps nobody; an edit brings it back.
            faults.tell(cluster, "Degraded", "True", e);
        } catch (RuntimeException e) {
            throw faults.told(cluster, "Degraded", "True", e);
        }
        return done;
    }

    @Override
    public DeleteControl cleanup(EtcdCluster cluster, Context<EtcdCluster> context) {
        try {
            var later = removal.advance(cluster).map(DeleteControl.noFinalizerRemoval()::rescheduleAfter);
            if (later.isEmpty()) {
                flow.forget(cluster);
            }
            return later.orElseGet(DeleteControl::defaultDelete);
        } catch (RuntimeException e) {
            throw faults.told(cluster, "Degraded", "True", e);
        }
    }

    @Override
    public List<EventSource<?, EtcdCluster>> prepareEventSources(EventSourceContext<EtcdCluster> context) {
        return List.of(
                source(Pod.class, context),
                source(PersistentVolumeClaim.class, context),
                source(Secret.class, context));
    }

    private static <T extends HasMetadata> EventSource<T, EtcdCluster> source(
            Class<T> type, EventSourceContext<EtcdCluster> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, EtcdCluster.class)
                        .withLabelSelector(Labels.CLUSTER)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(EtcdClusterReconciler::cluster)
                        .build(),
                context);
    }

    private static Set<ResourceID> cluster(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getLabels().get(Labels.CLUSTER))
                .map(name -> Set.of(new ResourceID(name, object.getMetadata().getNamespace())))
                .orElseGet(Set::of);
    }
}
