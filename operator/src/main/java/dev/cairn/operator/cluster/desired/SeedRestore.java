// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.crds.cluster.RestoreOrigin;
import dev.cairn.operator.agent.AgentCommand;
import dev.cairn.operator.agent.DefaultRequests;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;

/**
 * A seed that begins with a backup: an init container makes the data directory from it, and etcd then starts on what it
 * finds. Made once: on a directory that holds a member already the container does nothing.
 */
final class SeedRestore {
    private SeedRestore() {}

    static void into(PodSpecBuilder pod, MemberInput input) {
        if (input.spec().bootstrap() == null || input.spec().bootstrap().restoreFrom() == null) {
            return;
        }
        RestoreOrigin origin = input.spec().bootstrap().restoreFrom();
        var command = AgentCommand.of("restore")
                .store(origin.s3())
                .with("object", origin.object())
                .withOptional("sha256", origin.sha256())
                .with("data-dir", MemberMounts.DATA)
                .with("name", input.member())
                .with("initial-cluster", input.initialCluster())
                .with("initial-cluster-token", input.cluster().token())
                .with("initial-advertise-peer-urls", input.peerUrl())
                .withOptional("bump-revision", origin.bumpRevision());
        if (Boolean.TRUE.equals(origin.markCompacted())) {
            command.on("mark-compacted");
        }
        pod.addToVolumes(command.volumes());
        pod.addToInitContainers(new ContainerBuilder()
                .withName("restore")
                .withImage(input.agentImage())
                .withImagePullPolicy("IfNotPresent")
                .withCommand(AgentCommand.NAME)
                .withArgs(command.arguments())
                .withEnv(command.environment())
                .withResources(DefaultRequests.MEMBER.in(input.spec().resources()))
                .withTerminationMessagePolicy(MemberContainer.LAST_WORDS)
                .addAllToVolumeMounts(MemberMounts.mounts(input))
                .addToVolumeMounts(command.mounts())
                .withSecurityContext(MemberContainer.restricted())
                .build());
    }
}
