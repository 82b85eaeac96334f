// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.operator.jobs.JobEvents;
import dev.cairn.operator.kube.ReconcileFaults;
import dev.cairn.operator.kube.ResourceUnreadable;
import dev.cairn.operator.naming.Labels;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs EtcdBackups: looks when a Job of theirs changes, or when it is time, and brings each one step further. */
// A step that throws is tried again for ever: what hinders it may pass without an event to tell.
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 500, maxInterval = 15_000)
@ControllerConfiguration(
        name = "etcdbackup",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.MINUTES))
public class EtcdBackupReconciler implements Reconciler<EtcdBackup> {
    private final BackupFlow flow;
    private final ReconcileFaults faults;

    public EtcdBackupReconciler(BackupFlow flow, ReconcileFaults faults) {
        this.flow = flow;
        this.faults = faults;
    }

    @Override
    public UpdateControl<EtcdBackup> reconcile(EtcdBackup backup, Context<EtcdBackup> context) {
        UpdateControl<EtcdBackup> done = UpdateControl.noUpdate();
        try {
            flow.advance(backup).ifPresent(done::rescheduleAfter);
        } catch (ResourceUnreadable e) {
            // Trying again helps nobody; an edit brings it back.
            faults.tell(backup, "Ready", "False", e);
        } catch (RuntimeException e) {
            faults.tell(backup, "Ready", "False", e);
            throw e;
        }
        return done;
    }

    @Override
    public List<EventSource<?, EtcdBackup>> prepareEventSources(EventSourceContext<EtcdBackup> context) {
        return List.of(JobEvents.of(EtcdBackup.class, Labels.BACKUP, context));
    }
}
