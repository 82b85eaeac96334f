// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.act;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.RolloutState;
import dev.cairn.crds.cluster.status.StepStatus;
import dev.cairn.operator.cluster.desired.MemberImage;
import dev.cairn.operator.cluster.execute.Outcome;
import dev.cairn.operator.cluster.execute.StepExecutors;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.plan.Templates;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.etcd.EtcdConnector;
import dev.cairn.operator.etcd.EtcdFailure;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.AddressBook;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a step: its intent goes into the status first, by compare-and-swap, then the step is taken. */
public final class ClusterActor {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterActor.class);

    private final StatusStore store;
    private final StepExecutors executors;
    private final CrashSwitch crash;

    public ClusterActor(
            KubernetesClient client,
            AddressBook addresses,
            EtcdConnector connector,
            MemberImage image,
            SecureRandom random,
            CrashSwitch crash) {
        this.store = new StatusStore(client);
        this.executors = new StepExecutors(client, addresses, connector, image, random, crash);
        this.crash = crash;
    }

    /** Takes the step, if it is one that changes anything. */
    public Acted act(ObservedCluster seen, Step step) {
        if (!(step instanceof Step.Mutation mutation)) {
            return new Acted(new Outcome.Nothing(), seen.resourceVersion(), seen.status());
        }
        crash.at(CrashPoint.BEFORE_STATUS_WRITE);
        EtcdClusterStatus intent = intent(seen, mutation);
        String resourceVersion;
        try {
            resourceVersion = store.write(seen.key(), seen.resourceVersion(), intent);
        } catch (KubernetesClientException e) {
            if (KubeWriter.lostRace(e)) {
                return new Acted(new Outcome.Overtaken(), seen.resourceVersion(), seen.status());
            }
            throw e;
        }
        crash.at(CrashPoint.AFTER_STATUS_WRITE);
        return new Acted(execute(seen, mutation), resourceVersion, intent);
    }

    private Outcome execute(ObservedCluster seen, Step.Mutation mutation) {
        try {
            return executors.execute(seen, mutation);
        } catch (EtcdFailure e) {
            return new Outcome.Failed(e.getMessage());
        } catch (KubernetesClientException e) {
            return new Outcome.Failed(mutation.name() + " of "
                    + mutation.member().orElse(seen.key().name()) + ": " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("{}: {} failed", seen.key(), mutation.name(), e);
            return new Outcome.Failed(mutation.name() + " of "
                    + mutation.member().orElse(seen.key().name()) + ": " + e);
        }
    }

    private static EtcdClusterStatus intent(ObservedCluster seen, Step.Mutation step) {
        Optional<StepStatus> before =
                seen.intent(step.name()).filter(each -> step.subject().equals(Optional.ofNullable(each.member())));
        EtcdClusterStatus status = seen.status()
                .withCurrentStep(new StepStatus(
                        step.name(),
                        step.subject().orElse(null),
                        step.message(),
                        before.map(StepStatus::startedAt).orElse(seen.now().toString()),
                        before.map(StepStatus::attempt).orElse(0) + 1));
        return switch (step) {
            case Step.LatchClusterId latch -> status.withClusterId(latch.clusterId());
            case Step.FinishRollout finish ->
                status.withRollout(finish.rollout()).withTemplate(finish.template());
            case Step.OfRecovery word -> noted(seen, status, word);
            case Step.OfSpace word -> status.withSpace(word.space());
            case Step.OfSnapshot word -> status.withLastSnapshot(word.lastSnapshot());
            case Step.OfRollout word -> status.withRollout(word.rollout());
            // As long as nothing has worked, what is tried is what would be run with.
            case Step.CreatePod pod ->
                status.withTemplate(Templates.running(seen).orElse(pod.template()));
            // From here on nothing is trusted, or issues, that is not written down.
            case Step.PublishAuthority publish -> status.withTrusted(List.copyOf(publish.caKeyIds()));
            case Step.SwitchAuthority use -> status.withAuthority(use.caKeyId());
            default -> status;
        };
    }

    /** A rollout through members that are not there any more is none. */
    private static EtcdClusterStatus noted(ObservedCluster seen, EtcdClusterStatus status, Step.OfRecovery word) {
        EtcdClusterStatus noted = status.withRecovery(word.recovery());
        if (word instanceof Step.NoteRecovery note && note.clusterId().isPresent()) {
            noted = noted.withClusterId(note.clusterId().get());
        }
        boolean rolling =
                seen.status().rollout() != null && seen.status().rollout().state() == RolloutState.ROLLING;
        return rolling ? noted.withRollout(null) : noted;
    }
}
