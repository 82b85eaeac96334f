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
import dev.cairn.operator.kube.ReconcileFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The phases of one reconcile, in their order. */
public final class ClusterFlow {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterFlow.class);

    private final ClusterObserver observer;
    private final ClusterValidator validator;
    private final ClusterPlanner planner;
    private final ServiceKeeper services;
    private final CertificateKeeper certificates;
    private final ClusterActor actor;
    private final ClusterReporter reporter;
    private final StepListener steps;

    /** The phases' parts; what each does is its own to say. */
    public record Parts(
            ClusterObserver observer,
            ClusterPlanner planner,
            ServiceKeeper services,
            CertificateKeeper certificates,
            ClusterActor actor,
            ClusterReporter reporter,
            StepListener steps) {}

    public ClusterFlow(Parts parts) {
        this.observer = parts.observer();
        this.validator = new ClusterValidator();
        this.planner = parts.planner();
        this.services = parts.services();
        this.certificates = parts.certificates();
        this.actor = parts.actor();
        this.reporter = parts.reporter();
        this.steps = parts.steps();
    }

    /** Brings the cluster one step further. Returns when to look again; empty if the resource is gone. */
    public Optional<Duration> advance(EtcdCluster cluster) {
        String namespace = cluster.getMetadata().getNamespace();
        String name = cluster.getMetadata().getName();
        return observer.observe(namespace, name)
                .flatMap(seen -> askable(seen) ? Optional.of(seen) : observer.observe(namespace, name))
                .map(seen -> advance(cluster, seen));
    }

    /** Members are asked with a certificate; where it is gone and can be issued, it is, before anybody is taken for lost. */
    private boolean askable(ObservedCluster seen) {
        if (paused(seen) || !seen.lacksIdentity() || seen.latchedClusterId().isEmpty()) {
            return true;
        }
        var faults = new ArrayList<String>();
        attempt(seen, faults, "certificates", () -> certificates.keep(seen, new Step.Rest()));
        return !faults.isEmpty();
    }

    private Duration advance(EtcdCluster cluster, ObservedCluster seen) {
        Step step = planner.plan(seen, validator.problems(seen));
        var faults = new ArrayList<String>();
        if (!paused(seen)) {
            attempt(seen, faults, "Services and disruption budget", () -> services.keep(seen));
            attempt(seen, faults, "certificates", () -> certificates.keep(seen, step));
        }
        Acted acted = actor.act(seen, step).with(faults);
        reporter.report(cluster, seen, step, acted);
        steps.taken(step, acted.outcome());
        StepStatus tried = acted.status().currentStep();
        int attempt = tried == null || tried.attempt() == null ? 1 : tried.attempt();
        return !faults.isEmpty() ? Pace.AFTER_A_FAULT : Pace.after(step, acted.outcome(), attempt);
    }

    /** One phase's failure is told, and does not keep the others from what they can do. */
    private static void attempt(ObservedCluster seen, List<String> faults, String what, Runnable phase) {
        try {
            phase.run();
        } catch (RuntimeException e) {
            LOG.error("{}: {} cannot be kept", seen.key(), what, e);
            faults.add(what + " cannot be kept: " + ReconcileFaults.words(e));
        }
    }

    private static boolean paused(ObservedCluster seen) {
        return Boolean.TRUE.equals(seen.spec().paused());
    }
}
