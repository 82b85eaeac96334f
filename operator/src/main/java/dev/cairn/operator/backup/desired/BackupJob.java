// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup.desired;

import dev.cairn.crds.backup.EtcdBackupSpec;
import dev.cairn.operator.agent.AgentCommand;
import dev.cairn.operator.agent.AgentJob;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The Job that makes one backup. */
public final class BackupJob {
    private static final String CLIENT_TLS = "/etc/cairn/client";
    private static final Duration TIMEOUT = Duration.ofMinutes(30);

    private BackupJob() {}

    /**
     * One backup.
     *
     * @param endpoint URL of the cluster's client Service
     * @param clientSecret what to show to members; empty without TLS
     */
    public record Input(
            ResourceKey backup,
            EtcdBackupSpec spec,
            String job,
            String image,
            String endpoint,
            Optional<String> clientSecret) {}

    public static Job of(Input input) {
        EtcdBackupSpec spec = input.spec();
        var command = AgentCommand.of("save").with("endpoint", input.endpoint());
        input.clientSecret()
                .ifPresent(secret -> command.with("cacert", CLIENT_TLS + "/ca.crt")
                        .with("cert", CLIENT_TLS + "/tls.crt")
                        .with("key", CLIENT_TLS + "/tls.key")
                        .mount("client-tls", secret, CLIENT_TLS));
        command.store(spec.destination().s3())
                .withOptional("prefix", spec.destination().s3().prefix())
                .with("cluster-namespace", input.backup().namespace())
                .with("cluster-name", spec.clusterRef().name())
                .with("name", input.backup().name());
        if (spec.retention() != null) {
            command.withOptional("keep-last", spec.retention().keepLast());
        }
        return AgentJob.of(new AgentJob.Run(
                input.backup(),
                "EtcdBackup",
                Labels.BACKUP,
                input.job(),
                input.image(),
                command,
                timeout(spec),
                spec.resources()));
    }

    private static Duration timeout(EtcdBackupSpec spec) {
        return spec.timeout() == null
                ? TIMEOUT
                : Duration.parse("PT" + spec.timeout().toUpperCase(Locale.ROOT));
    }
}
