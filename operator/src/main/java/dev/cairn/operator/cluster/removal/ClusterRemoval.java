// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.removal;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.operator.cluster.act.StatusStore;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.EventWriter;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings the deletion of an EtcdCluster one step further: its volumes go or stay, as its policy says; everything else goes
 * with its owner. Only a last snapshot is waited for: a claim in use ends with its pod, and the deletion of a namespace
 * never hangs on it.
 */
public final class ClusterRemoval {
    /** As the condition is called that tells how far it is. */
    public static final String CONDITION = "Deleting";

    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final KubeWriter kube;
    private final EventWriter events;
    private final RemovalObserver observer;
    private final RemovalPlanner planner = new RemovalPlanner();
    private final StatusStore store;
    private final String image;
    private final CrashSwitch crash;

    /** @param image the image that holds the backup agent */
    public ClusterRemoval(
            KubernetesClient client, EventWriter events, InstantSource clock, String image, CrashSwitch crash) {
        this.client = client;
        this.kube = new KubeWriter(client);
        this.events = events;
        this.observer = new RemovalObserver(client, clock);
        this.store = new StatusStore(client);
        this.image = image;
        this.crash = crash;
    }

    /** When to look again; empty once nothing of it is left to do. */
    public Optional<Duration> advance(EtcdCluster cluster) {
        Optional<ObservedRemoval> seen = observer.observe(
                cluster.getMetadata().getNamespace(), cluster.getMetadata().getName());
        return seen.flatMap(each -> act(each, planner.plan(each)));
    }

    private Optional<Duration> act(ObservedRemoval seen, RemovalStep step) {
        try {
            switch (step) {
                case RemovalStep.Finish finish -> {
                    finish(seen, finish);
                    return Optional.empty();
                }
                case RemovalStep.Ask ask -> {
                    say(seen, seen.status().withLastSnapshot(ask.record()), "LastSnapshot", false, ask.message());
                    kube.create(ask.wanted());
                    crash.at(CrashPoint.AFTER_SNAPSHOT_ASKED);
                }
                case RemovalStep.Note note ->
                    say(seen, seen.status().withLastSnapshot(note.record()), "LastSnapshot", false, note.message());
                case RemovalStep.Prove prove -> {
                    say(seen, seen.status(), "LastSnapshot", false, prove.message());
                    kube.create(ProofJob.of(seen.namespace(), prove.record(), prove.backup(), image));
                    crash.at(CrashPoint.AFTER_PROOF_JOB);
                }
                case RemovalStep.Wait wait -> {
                    say(seen, seen.status(), wait.reason(), wait.failing(), wait.message());
                    return Optional.of(SOON);
                }
            }
            return Optional.of(AT_ONCE);
        } catch (KubernetesClientException e) {
            if (KubeWriter.lostRace(e)) {
                return Optional.of(AT_ONCE);
            }
            throw e;
        }
    }

    private void finish(ObservedRemoval seen, RemovalStep.Finish step) {
        client.pods()
                .inNamespace(seen.namespace())
                .withLabel(Labels.CLUSTER, seen.name())
                .delete();
        crash.at(CrashPoint.AFTER_PODS_DELETED);
        if (step.volumes()) {
            for (ObservedRemoval.Volume each : seen.ours()) {
                kube.delete("api/v1", "persistentvolumeclaims", seen.namespace(), each.name(), each.uid());
                crash.at(CrashPoint.AFTER_VOLUME_DELETED);
            }
        }
        events.normal(seen.cluster(), "Deleted", step.message());
    }

    /** Tells by a condition, where it says anything new, and of what is new by an event. */
    private void say(ObservedRemoval seen, EtcdClusterStatus status, String reason, boolean failing, String message) {
        var meta = seen.cluster().getMetadata();
        Optional<Condition> before = ConditionSet.find(seen.status().conditions(), CONDITION);
        boolean told = before.filter(each -> reason.equals(each.getReason()) && message.equals(each.getMessage()))
                .isPresent();
        if (told && status.equals(seen.status())) {
            return;
        }
        var conditions = new ArrayList<Condition>(
                seen.status().conditions() == null
                        ? List.of()
                        : seen.status().conditions().stream()
                                .filter(each -> !CONDITION.equals(each.getType()))
                                .toList());
        conditions.addAll(new ConditionSet(seen.status().conditions(), meta.getGeneration(), seen.now())
                .say(CONDITION, true, reason, message)
                .asList());
        store.write(
                new ClusterKey(seen.namespace(), seen.name(), meta.getUid()),
                meta.getResourceVersion(),
                status.withConditions(conditions));
        if (failing && !before.map(Condition::getReason).equals(Optional.of(reason))) {
            events.warning(seen.cluster(), reason, message);
        } else if (!failing) {
            events.normal(seen.cluster(), reason, message);
        }
    }
}
