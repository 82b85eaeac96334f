// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup.desired;

import dev.cairn.crds.backup.EtcdBackupSpec;
import dev.cairn.operator.agent.AgentCommand;
import dev.cairn.operator.agent.AgentJob;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The Job that makes one backup. */
public final class BackupJob {
    private static final String CLIENT_TLS = "/etc/cairn/client";
    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final Duration CHECK_TIMEOUT = Duration.ofMinutes(10);

    private BackupJob() {}

    /**
     * One backup.
     *
     * @param endpoint URL of the cluster's client Service
     * @param clientSecret what to show to members; empty without TLS
     * @param listed objects of the snapshots that are listed: the run says which of them are gone
     */
    public record Input(
            ResourceKey backup,
            EtcdBackupSpec spec,
            String job,
            String image,
            String endpoint,
            Optional<String> clientSecret,
            List<String> listed) {
        public Input {
            listed = List.copyOf(listed);
        }
    }

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
                .with("name", input.backup().name())
                .with("owner", input.backup().uid());
        if (spec.retention() != null) {
            command.withOptional("keep-last", spec.retention().keepLast());
        }
        input.listed().forEach(each -> command.with("listed", each));
        return job(input.backup(), spec, input.job(), input.image(), command, timeout(spec));
    }

    /** The Job that asks the store which of these objects are gone. */
    public static Job check(ResourceKey backup, EtcdBackupSpec spec, String job, String image, List<String> listed) {
        var command = AgentCommand.of("check").store(spec.destination().s3());
        listed.forEach(each -> command.with("listed", each));
        return job(backup, spec, job, image, command, CHECK_TIMEOUT);
    }

    private static Job job(
            ResourceKey backup,
            EtcdBackupSpec spec,
            String name,
            String image,
            AgentCommand command,
            Duration timeout) {
        return AgentJob.of(
                new AgentJob.Run(backup, "EtcdBackup", Labels.BACKUP, name, image, command, timeout, spec.resources()));
    }

    private static Duration timeout(EtcdBackupSpec spec) {
        return spec.timeout() == null
                ? TIMEOUT
                : Duration.parse("PT" + spec.timeout().toUpperCase(Locale.ROOT));
    }
}
