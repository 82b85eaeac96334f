// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.jobs;

import dev.cairn.operator.agent.AgentReport;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads Jobs and their pods, live. */
public final class JobReader {
    private static final String JOB_NAME = "job-name";
    private static final String JOB_UID = "batch.kubernetes.io/controller-uid";

    private final KubernetesClient client;

    public JobReader(KubernetesClient client) {
        this.client = client;
    }

    /**
     * A resource's Jobs, by name. Those of an earlier resource of the same name, which wait to be collected, are not its.
     *
     * @param label that names the resource
     */
    public SortedMap<String, ObservedJob> read(String label, ResourceKey owner) {
        List<Job> jobs = client.batch()
                .v1()
                .jobs()
                .inNamespace(owner.namespace())
                .withLabel(label, owner.name())
                .list()
                .getItems();
        // After the Jobs: a Job fails after its pod has ended, so what a failed one's pod said is there to be read.
        List<Pod> pods = client.pods()
                .inNamespace(owner.namespace())
                .withLabel(label, owner.name())
                .list()
                .getItems();
        var seen = new TreeMap<String, ObservedJob>();
        jobs.stream()
                .filter(job -> job.getOwnerReferenceFor(owner.uid()).isPresent())
                .forEach(job -> seen.put(job.getMetadata().getName(), read(job, podsOf(job, pods))));
        return seen;
    }

    private static List<Pod> podsOf(Job job, List<Pod> pods) {
        return pods.stream()
                .filter(pod -> job.getMetadata()
                        .getName()
                        .equals(pod.getMetadata().getLabels().get(JOB_NAME)))
                .filter(pod -> job.getMetadata()
                        .getUid()
                        .equals(pod.getMetadata()
                                .getLabels()
                                .getOrDefault(JOB_UID, job.getMetadata().getUid())))
                .toList();
    }

    private static ObservedJob read(Job job, List<Pod> pods) {
        Optional<ContainerStateTerminated> end = pods.stream()
                .flatMap(pod -> pod.getStatus() == null
                        ? java.util.stream.Stream.empty()
                        : pod.getStatus().getContainerStatuses().stream())
                .map(container -> container.getState() == null
                        ? null
                        : container.getState().getTerminated())
                .filter(java.util.Objects::nonNull)
                .max(Comparator.comparing(
                        each -> Optional.ofNullable(each.getFinishedAt()).orElse("")));
        return new ObservedJob(
                job.getMetadata().getName(),
                job.getMetadata().getUid(),
                phase(job),
                end.map(ContainerStateTerminated::getMessage).flatMap(AgentReport::read),
                failure(job)
                        .or(() -> end.flatMap(JobReader::unsuccessful))
                        .or(() -> waiting(pods))
                        .orElse(""));
    }

    private static ObservedJob.Phase phase(Job job) {
        if (condition(job, "Complete")) {
            return ObservedJob.Phase.SUCCEEDED;
        }
        return condition(job, "Failed") ? ObservedJob.Phase.FAILED : ObservedJob.Phase.ACTIVE;
    }

    private static boolean condition(Job job, String type) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(each -> type.equals(each.getType()) && "True".equals(each.getStatus()));
    }

    private static Optional<String> failure(Job job) {
        return Optional.ofNullable(job.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(each -> "Failed".equals(each.getType()) && "True".equals(each.getStatus()))
                .map(each -> each.getReason() + ": " + each.getMessage())
                .findFirst();
    }

    private static Optional<String> unsuccessful(ContainerStateTerminated end) {
        return end.getExitCode() == null || end.getExitCode() == 0
                ? Optional.empty()
                : Optional.of("the agent ended with exit code " + end.getExitCode()
                        + (end.getMessage() == null
                                ? ""
                                : ": " + end.getMessage().strip()));
    }

    private static Optional<String> waiting(List<Pod> pods) {
        return pods.stream()
                .flatMap(pod -> pod.getStatus() == null
                        ? java.util.stream.Stream.empty()
                        : pod.getStatus().getContainerStatuses().stream())
                .filter(each -> each.getState() != null && each.getState().getWaiting() != null)
                .map(each -> each.getState().getWaiting())
                .filter(each -> each.getMessage() != null)
                .map(each -> each.getReason() + ": " + each.getMessage())
                .findFirst();
    }
}
