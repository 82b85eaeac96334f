// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.agent;

import dev.cairn.crds.CairnApi;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;

/** A Job that runs the backup agent once, in the namespace of the resource it belongs to, with that namespace's Secrets. */
public final class AgentJob {
    private static final int TRIES_MORE = 2;
    /** Long enough to read the log of a run that failed. */
    private static final int KEPT_SECONDS = 3600;

    private static final long USER = 10001;
    private static final String CONTAINER = "agent";

    private AgentJob() {}

    /**
     * A run of the agent.
     *
     * @param kind of the resource it belongs to, such as EtcdBackup
     * @param kindLabel the label that names the resource
     * @param name the Job's
     */
    public record Run(
            ResourceKey owner,
            String kind,
            String kindLabel,
            String name,
            String image,
            AgentCommand command,
            Duration timeout,
            ResourceRequirements resources) {}

    public static Job of(Run run) {
        var labels = Labels.ofJob(run.kindLabel(), run.owner().name());
        return new JobBuilder()
                .withNewMetadata()
                .withName(run.name())
                .withNamespace(run.owner().namespace())
                .withLabels(labels)
                .addNewOwnerReference()
                .withApiVersion(CairnApi.GROUP + "/" + CairnApi.VERSION)
                .withKind(run.kind())
                .withName(run.owner().name())
                .withUid(run.owner().uid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(TRIES_MORE)
                .withActiveDeadlineSeconds(run.timeout().toSeconds())
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(pod(run))
                .endTemplate()
                .endSpec()
                .build();
    }

    private static PodSpec pod(Run run) {
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .addToVolumes(run.command().volumes())
                .withContainers(new ContainerBuilder()
                        .withName(CONTAINER)
                        .withImage(run.image())
                        .withImagePullPolicy("IfNotPresent")
                        .withCommand(AgentCommand.NAME)
                        .withArgs(run.command().arguments())
                        .withEnv(run.command().environment())
                        .withResources(DefaultRequests.AGENT.in(run.resources()))
                        .withTerminationMessagePolicy("FallbackToLogsOnError")
                        .addNewVolumeMount()
                        .withName("tmp")
                        .withMountPath("/tmp")
                        .endVolumeMount()
                        .addToVolumeMounts(run.command().mounts())
                        .withNewSecurityContext()
                        .withAllowPrivilegeEscalation(false)
                        .withReadOnlyRootFilesystem(true)
                        .withNewCapabilities()
                        .withDrop("ALL")
                        .endCapabilities()
                        .endSecurityContext()
                        .build())
                .build();
    }
}
