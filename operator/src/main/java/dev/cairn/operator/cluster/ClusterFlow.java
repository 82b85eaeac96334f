// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.status.StepStatus;
import dev.cairn.operator.cluster.act.Acted;
import dev.cairn.operator.cluster.act.ClusterActor;
import dev.cairn.operator.cluster.observe.ClusterObserver;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.status.CertificateTable;
import dev.cairn.operator.cluster.status.ClusterReporter;
import dev.cairn.operator.cluster.validate.ClusterValidator;
import dev.cairn.operator.recovery.plan.RecoveryPlanner;
import java.time.Duration;
import java.util.Optional;

/** The phases of one reconcile, in their order. */
public final class ClusterFlow {
    private final ClusterObserver observer;
    private final ClusterValidator validator;
    private final RecoveryPlanner planner;
    private final ClusterActor actor;
    private final ClusterReporter reporter;
    private final StepListener steps;
    private final LookListener looks;

    /** The phases' parts; what each does is its own to say. */
    public record Parts(
            ClusterObserver observer,
            RecoveryPlanner planner,
            ClusterActor actor,
            ClusterReporter reporter,
            StepListener steps,
            LookListener looks) {}

    public ClusterFlow(Parts parts) {
        this.observer = parts.observer();
        this.validator = new ClusterValidator();
        this.planner = parts.planner();
        this.actor = parts.actor();
        this.reporter = parts.reporter();
        this.steps = parts.steps();
        this.looks = parts.looks();
    }

    /** Brings the cluster one step further. Returns when to look again; empty if the resource is gone. */
    public Optional<Duration> advance(EtcdCluster cluster) {
        return observer.observe(
                        cluster.getMetadata().getNamespace(),
                        cluster.getMetadata().getName())
                .map(seen -> advance(cluster, seen));
    }

    /** The cluster is being deleted: nothing more is said of it. */
    public void forget(EtcdCluster cluster) {
        looks.gone(cluster.getMetadata().getNamespace(), cluster.getMetadata().getName());
    }

    private Duration advance(EtcdCluster cluster, ObservedCluster seen) {
        looks.certificates(seen.key().namespace(), seen.key().name(), CertificateTable.of(seen));
        Step step = planner.plan(seen, validator.problems(seen));
        Acted acted = actor.act(seen, step);
        reporter.report(cluster, seen, step, acted);
        steps.taken(step, acted.outcome());
        StepStatus tried = acted.status().currentStep();
        return Pace.after(step, acted.outcome(), tried == null || tried.attempt() == null ? 1 : tried.attempt());
    }
}
