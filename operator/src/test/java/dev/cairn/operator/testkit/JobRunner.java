// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/** Stands in for the Job controller: runs each Job once, with stock tools for the agent, and says how it ended. */
final class JobRunner {
    private final KubernetesClient client;
    private final LocalAddressBook addresses;
    private final StockAgent agent;
    private final Path directory;
    private final Set<String> done = new HashSet<>();

    JobRunner(KubernetesClient client, LocalAddressBook addresses, StockAgent agent, Path directory) {
        this.client = client;
        this.addresses = addresses;
        this.agent = agent;
        this.directory = directory;
    }

    void tick() {
        for (Job job : client.batch().v1().jobs().inAnyNamespace().list().getItems()) {
            if (done.add(job.getMetadata().getUid())) {
                run(job);
            }
        }
    }

    private void run(Job job) {
        var container = job.getSpec().getTemplate().getSpec().getContainers().getFirst();
        mount(job);
        String endpoint = container.getArgs().stream()
                .filter(each -> each.startsWith("--endpoint="))
                .map(each -> each.substring("--endpoint=".length()))
                .findFirst()
                .orElse("");
        String report = agent.run(container.getArgs(), endpoint.isEmpty() ? "" : memberOf(job, endpoint), volume(job));
        boolean failed = report.contains("\"error\"");
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Pod pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(job.getMetadata().getName() + "-x")
                        .withNamespace(job.getMetadata().getNamespace())
                        .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
                        .addToLabels("job-name", job.getMetadata().getName())
                        .endMetadata()
                        .withSpec(job.getSpec().getTemplate().getSpec())
                        .build())
                .create();
        client.resource(pod)
                .editStatus(each -> new PodBuilder(each)
                        .withNewStatus()
                        .withPhase(failed ? "Failed" : "Succeeded")
                        .addNewContainerStatus()
                        .withName(container.getName())
                        .withImage(container.getImage())
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(failed ? 2 : 0)
                        .withMessage(report)
                        .withFinishedAt(now)
                        .endTerminated()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build());
        finish(job, failed, now);
    }

    /** The directory of the volume that the Job mounts; null if it mounts none. */
    private Path volume(Job job) {
        return job.getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(each -> each.getPersistentVolumeClaim() != null)
                .map(each -> client.persistentVolumeClaims()
                        .inNamespace(job.getMetadata().getNamespace())
                        .withName(each.getPersistentVolumeClaim().getClaimName())
                        .get())
                .map(claim -> PodRunner.volume(directory, claim))
                .findFirst()
                .orElse(null);
    }

    private void finish(Job job, boolean failed, String now) {
        var status = new JobStatusBuilder()
                .withStartTime(now)
                .withActive(0)
                .withReady(0)
                .withTerminating(0)
                .withNewUncountedTerminatedPods()
                .endUncountedTerminatedPods();
        if (failed) {
            status.withFailed(1)
                    .addNewCondition()
                    .withType("FailureTarget")
                    .withStatus("True")
                    .withReason("PodFailurePolicy")
                    .endCondition()
                    .addNewCondition()
                    .withType("Failed")
                    .withStatus("True")
                    .withReason("PodFailurePolicy")
                    .withMessage("container agent exited with 2")
                    .endCondition();
        } else {
            status.withSucceeded(1)
                    .withCompletionTime(now)
                    .addNewCondition()
                    .withType("SuccessCriteriaMet")
                    .withStatus("True")
                    .endCondition()
                    .addNewCondition()
                    .withType("Complete")
                    .withStatus("True")
                    .endCondition();
        }
        client.resource(job)
                .editStatus(
                        each -> new JobBuilder(each).withStatus(status.build()).build());
    }

    /** The Service's host name leads nowhere here: any running member of the cluster will do. */
    private String memberOf(Job job, String endpoint) {
        String cluster = URI.create(endpoint).getHost().replaceFirst("-client\\..*", "");
        String member = client.pods()
                .inNamespace(job.getMetadata().getNamespace())
                .withLabel(Labels.CLUSTER, cluster)
                .list()
                .getItems()
                .getFirst()
                .getMetadata()
                .getName();
        return addresses.clientUrl(null, member, true);
    }

    private void mount(Job job) {
        var spec = job.getSpec().getTemplate().getSpec();
        for (var mount : spec.getContainers().getFirst().getVolumeMounts()) {
            spec.getVolumes().stream()
                    .filter(volume -> volume.getName().equals(mount.getName()) && volume.getSecret() != null)
                    .forEach(volume -> {
                        Secret secret = client.secrets()
                                .inNamespace(job.getMetadata().getNamespace())
                                .withName(volume.getSecret().getSecretName())
                                .get();
                        Path target = mounted(directory, mount.getMountPath());
                        secret.getData().forEach((name, encoded) -> write(target.resolve(name), encoded));
                    });
        }
    }

    static Path mounted(Path directory, String mountPath) {
        return directory.resolve("job-mounts").resolve(mountPath.substring(1));
    }

    private static void write(Path file, String encoded) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(encoded));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
