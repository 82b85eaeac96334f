// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore;

import dev.cairn.crds.restore.EtcdRestore;
import dev.cairn.crds.restore.EtcdRestoreStatus;
import dev.cairn.operator.kube.EventWriter;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.restore.act.RestoreActor;
import dev.cairn.operator.restore.observe.ObservedRestore;
import dev.cairn.operator.restore.observe.RestoreObserver;
import dev.cairn.operator.restore.plan.RestorePlanner;
import dev.cairn.operator.restore.plan.RestoreStep;
import dev.cairn.operator.restore.status.RestoreStatusAssembler;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;

/** The phases of one reconcile, in their order. */
public final class RestoreFlow {
    private static final Duration AT_ONCE = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final RestoreObserver observer;
    private final RestorePlanner planner = new RestorePlanner();
    private final RestoreActor actor;
    private final EventWriter events;

    public RestoreFlow(RestoreObserver observer, RestoreActor actor, EventWriter events) {
        this.observer = observer;
        this.actor = actor;
        this.events = events;
    }

    /** Brings the restore one step further. Returns when to look again; empty if it is over, or gone. */
    public Optional<Duration> advance(EtcdRestore restore) {
        return observer.observe(
                        restore.getMetadata().getNamespace(),
                        restore.getMetadata().getName())
                .flatMap(seen -> advance(restore, seen));
    }

    private Optional<Duration> advance(EtcdRestore restore, ObservedRestore seen) {
        RestoreStep step = planner.plan(seen);
        try {
            var acted = actor.act(seen, step);
            EtcdRestoreStatus status = RestoreStatusAssembler.assemble(seen, step, acted.status());
            if (!status.equals(seen.status())) {
                actor.write(seen, acted.resourceVersion(), status);
            }
            tell(restore, step);
        } catch (KubernetesClientException e) {
            if (!KubeWriter.lostRace(e)) {
                throw e;
            }
            return Optional.of(AT_ONCE);
        }
        return pace(seen, step);
    }

    private void tell(EtcdRestore restore, RestoreStep step) {
        switch (step) {
            case RestoreStep.Fail fail -> events.warning(restore, fail.reason(), fail.message());
            case RestoreStep.Hold hold -> {
                // A condition says it; nothing has happened.
            }
            default -> events.normal(restore, step.reason(), step.message());
        }
    }

    private static Optional<Duration> pace(ObservedRestore seen, RestoreStep step) {
        return switch (step) {
            case RestoreStep.Complete complete -> Optional.empty();
            case RestoreStep.Fail fail -> Optional.empty();
            case RestoreStep.Hold hold when over(seen) -> Optional.empty();
            default -> Optional.of(SOON);
        };
    }

    private static boolean over(ObservedRestore seen) {
        return seen.status().phase() != null
                && switch (seen.status().phase()) {
                    case COMPLETED, FAILED -> true;
                    case PENDING, VERIFYING, RESTORING -> false;
                };
    }
}
