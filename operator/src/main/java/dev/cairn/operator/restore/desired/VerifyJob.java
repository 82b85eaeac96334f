// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.desired;

import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.operator.agent.AgentCommand;
import dev.cairn.operator.agent.AgentJob;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;

/** The Job that verifies a snapshot before anything is made of it. */
public final class VerifyJob {
    private static final Duration TIMEOUT = Duration.ofHours(1);

    private VerifyJob() {}

    public static Job of(ResourceKey restore, String name, String image, ResolvedSource source) {
        var command = AgentCommand.of("verify")
                .store(source.s3())
                .with("object", source.object())
                .withOptional("sha256", source.sha256());
        return AgentJob.of(
                new AgentJob.Run(restore, "EtcdRestore", Labels.RESTORE, name, image, command, TIMEOUT, null));
    }
}
