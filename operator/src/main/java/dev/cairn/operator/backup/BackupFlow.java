// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.backup.EtcdBackupStatus;
import dev.cairn.operator.backup.act.BackupActor;
import dev.cairn.operator.backup.observe.BackupObserver;
import dev.cairn.operator.backup.observe.ObservedBackup;
import dev.cairn.operator.backup.plan.BackupPlanner;
import dev.cairn.operator.backup.plan.BackupStep;
import dev.cairn.operator.backup.status.BackupStatusAssembler;
import dev.cairn.operator.kube.EventWriter;
import dev.cairn.operator.kube.KubeWriter;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The phases of one reconcile, in their order. */
public final class BackupFlow {
    private static final Duration AT_ONCE = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration AT_REST = Duration.ofSeconds(30);

    private final BackupObserver observer;
    private final BackupPlanner planner = new BackupPlanner();
    private final BackupActor actor;
    private final EventWriter events;

    public BackupFlow(BackupObserver observer, BackupActor actor, EventWriter events) {
        this.observer = observer;
        this.actor = actor;
        this.events = events;
    }

    /** Brings the backup one step further. Returns when to look again; empty if the resource is gone. */
    public Optional<Duration> advance(EtcdBackup backup) {
        return observer.observe(
                        backup.getMetadata().getNamespace(),
                        backup.getMetadata().getName())
                .map(seen -> advance(backup, seen));
    }

    private Duration advance(EtcdBackup backup, ObservedBackup seen) {
        BackupStep step = planner.plan(seen);
        try {
            var acted = actor.act(seen, step);
            EtcdBackupStatus status = BackupStatusAssembler.assemble(seen, step, acted.status());
            if (!status.equals(acted.status())) {
                actor.write(seen, acted.resourceVersion(), status);
            }
            tell(backup, step, acted.made());
        } catch (KubernetesClientException e) {
            if (!KubeWriter.lostRace(e)) {
                throw e;
            }
            return AT_ONCE;
        }
        return pace(seen, step);
    }

    private void tell(EtcdBackup backup, BackupStep step, boolean made) {
        tellGone(backup, step);
        switch (step) {
            case BackupStep.Start start -> {
                if (made) {
                    events.normal(backup, "BackupStarted", "Job " + start.job() + " was started: " + start.message());
                }
            }
            case BackupStep.Settle settle
            when settle.job().succeeded() ->
                events.normal(
                        backup,
                        "BackupSucceeded",
                        settle.job().report().orElseThrow().name());
            case BackupStep.Settle settle ->
                events.warning(backup, "BackupFailed", settle.job().failureMessage());
            case BackupStep.Check check -> {
                // A look; what it finds is told.
            }
            case BackupStep.SettleCheck settle -> {
                if (!settle.job().succeeded()) {
                    events.warning(backup, "CheckFailed", settle.job().failureMessage());
                }
            }
            case BackupStep.Hold hold -> {
                // A condition says it; nothing has happened.
            }
        }
    }

    private void tellGone(EtcdBackup backup, BackupStep step) {
        List<String> lost = BackupStatusAssembler.lost(step);
        if (!lost.isEmpty()) {
            events.warning(
                    backup,
                    "SnapshotGone",
                    "in the store no more, and not deleted by this EtcdBackup: " + String.join(", ", lost));
        }
    }

    private static Duration pace(ObservedBackup seen, BackupStep step) {
        return switch (step) {
            case BackupStep.Start start -> SOON;
            case BackupStep.Check check -> SOON;
            case BackupStep.SettleCheck settle -> AT_ONCE;
            case BackupStep.Settle settle -> AT_ONCE;
            case BackupStep.Hold hold
            when hold.until().isPresent() -> {
                Duration wait = Duration.between(seen.now(), hold.until().get());
                yield wait.compareTo(AT_REST) < 0 ? wait.plus(AT_ONCE) : AT_REST;
            }
            case BackupStep.Hold hold -> seen.status().currentRun() != null || hold.fault() ? SOON : AT_REST;
        };
    }
}
