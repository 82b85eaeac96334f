// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.status.StepStatus;
import dev.cairn.operator.cluster.act.Acted;
import dev.cairn.operator.cluster.act.CertificateKeeper;
import dev.cairn.operator.cluster.act.ClusterActor;
import dev.cairn.operator.cluster.act.ServiceKeeper;
import dev.cairn.operator.cluster.observe.ClusterObserver;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.ClusterPlanner;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.status.ClusterReporter;
import dev.cairn.operator.cluster.validate.ClusterValidator;
import java.time.Duration;
import java.util.Optional;

/** The phases of one reconcile, in their order. */
public final class ClusterFlow {
    private final ClusterObserver observer;
    private final ClusterValidator validator;
    private final ClusterPlanner planner;
    private final ServiceKeeper services;
    private final CertificateKeeper certificates;
    private final ClusterActor actor;
    private final ClusterReporter reporter;

    /** The phases' parts; what each does is its own to say. */
    public record Parts(
            ClusterObserver observer,
            ClusterPlanner planner,
            ServiceKeeper services,
            CertificateKeeper certificates,
            ClusterActor actor,
            ClusterReporter reporter) {}

    public ClusterFlow(Parts parts) {
        this.observer = parts.observer();
        this.validator = new ClusterValidator();
        this.planner = parts.planner();
        this.services = parts.services();
        this.certificates = parts.certificates();
        this.actor = parts.actor();
        this.reporter = parts.reporter();
    }

    /** Brings the cluster one step further. Returns when to look again; empty if the resource is gone. */
    public Optional<Duration> advance(EtcdCluster cluster) {
        return observer.observe(
                        cluster.getMetadata().getNamespace(),
                        cluster.getMetadata().getName())
                .map(seen -> advance(cluster, seen));
    }

    private Duration advance(EtcdCluster cluster, ObservedCluster seen) {
        Step step = planner.plan(seen, validator.problems(seen));
        if (!Boolean.TRUE.equals(seen.spec().paused())) {
            services.keep(seen);
            certificates.keep(seen, step);
        }
        Acted acted = actor.act(seen, step);
        reporter.report(cluster, seen, step, acted);
        StepStatus tried = acted.status().currentStep();
        int attempt = tried == null || tried.attempt() == null ? 1 : tried.attempt();
        return Pace.after(step, acted.outcome(), attempt);
    }
}
