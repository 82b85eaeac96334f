// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in for what turns objects into running things: binds claims to directories, runs members' pods as processes,
 * probes them, restarts them, and ends what is deleted. One thread, one look at everything every 150 ms.
 */
final class PodRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodRunner.class);
    private static final long TICK_MILLIS = 150;
    /** A kubelet's takes a minute. */
    private static final int TICKS_TO_A_REFRESH = 6;

    private static final String IN_USE = "kubernetes.io/pvc-protection";

    private final KubernetesClient client;
    private final LocalAddressBook addresses;
    private final Path directory;
    private final Map<String, PodProcess> processes = new HashMap<>();
    private final Set<String> heldBack = ConcurrentHashMap.newKeySet();
    private final StockAgent agent;
    private int ticks;
    private final JobRunner jobs;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();

    PodRunner(KubernetesClient client, LocalAddressBook addresses, Path directory) {
        this.client = client;
        this.addresses = addresses;
        this.directory = directory;
        this.agent = new StockAgent(directory.resolve("bucket"), path -> JobRunner.mounted(directory, path));
        this.jobs = new JobRunner(client, addresses, agent, directory);
        ticker.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Pods of these names do not start. */
    void holdBack(String pod) {
        heldBack.add(pod);
    }

    void letGo(String pod) {
        heldBack.remove(pod);
    }

    private void tick() {
        ticks++;
        try {
            List<Pod> pods = client.pods().inAnyNamespace().list().getItems();
            List<PersistentVolumeClaim> claims =
                    client.persistentVolumeClaims().inAnyNamespace().list().getItems();
            claims.forEach(claim -> tend(claim, pods));
            endVanished(pods);
            pods.stream()
                    .filter(each -> each.getMetadata().getLabels() != null
                            && each.getMetadata().getLabels().containsKey(Labels.MEMBER))
                    .forEach(this::tend);
            jobs.tick();
        } catch (RuntimeException e) {
            LOG.warn("tick: {}", e.toString());
        }
    }

    /** A pod without a node is gone as soon as it is deleted; its process must not live on in its successor's place. */
    private void endVanished(List<Pod> pods) {
        Set<String> there = pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
        processes.entrySet().removeIf(each -> !there.contains(each.getKey()) && ended(each.getValue()));
    }

    private static boolean ended(PodProcess process) {
        if (process.isAlive()) {
            process.terminate();
            return false;
        }
        return true;
    }

    private void tend(PersistentVolumeClaim claim, List<Pod> pods) {
        // As in Kubernetes, a pod that has ended keeps no volume.
        boolean used = pods.stream()
                .filter(pod -> pod.getStatus() == null
                        || !List.of("Succeeded", "Failed")
                                .contains(pod.getStatus().getPhase()))
                .flatMap(pod -> pod.getSpec().getVolumes().stream())
                .anyMatch(volume -> volume.getPersistentVolumeClaim() != null
                        && claim.getMetadata()
                                .getName()
                                .equals(volume.getPersistentVolumeClaim().getClaimName()));
        if (claim.isMarkedForDeletion()
                && !used
                && claim.getMetadata().getFinalizers().contains(IN_USE)) {
            client.resource(claim)
                    .edit(each -> new PersistentVolumeClaimBuilder(each)
                            .editMetadata()
                            .removeFromFinalizers(IN_USE)
                            .endMetadata()
                            .build());
        } else if (claim.getStatus() == null
                || !"Bound".equals(claim.getStatus().getPhase())) {
            client.resource(claim)
                    .editStatus(each -> new PersistentVolumeClaimBuilder(each)
                            .withNewStatus()
                            .withPhase("Bound")
                            .endStatus()
                            .build());
        }
    }

    private void tend(Pod pod) {
        PodProcess process = processes.get(pod.getMetadata().getUid());
        if (pod.isMarkedForDeletion()) {
            end(pod, process);
            return;
        }
        if (heldBack.contains(pod.getMetadata().getName())) {
            report(pod, "Pending", false, Optional.empty());
            return;
        }
        if (process == null) {
            process = prepare(pod);
        }
        if (process != null) {
            if (!process.isAlive()) {
                Map<String, Map<String, String>> secrets = secrets(pod);
                if (secrets == null) {
                    return;
                }
                process.prepare(agent);
                process.start(secrets);
            } else if (ticks % TICKS_TO_A_REFRESH == 0) {
                Optional.ofNullable(secrets(pod)).ifPresent(process::mount);
            }
            report(pod, "Running", process.ready(), process.trouble());
        }
    }

    private void end(Pod pod, PodProcess process) {
        if (process != null && process.isAlive()) {
            process.terminate();
            return;
        }
        processes.remove(pod.getMetadata().getUid());
        client.resource(pod).withGracePeriod(0).delete();
    }

    private PodProcess prepare(Pod pod) {
        String claimName = pod.getSpec().getVolumes().stream()
                .filter(each -> each.getPersistentVolumeClaim() != null)
                .map(each -> each.getPersistentVolumeClaim().getClaimName())
                .findFirst()
                .orElseThrow();
        PersistentVolumeClaim claim = client.persistentVolumeClaims()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(claimName)
                .get();
        if (claim == null || claim.isMarkedForDeletion() || claim.getStatus() == null) {
            return null;
        }
        try {
            Path volume = volume(directory, claim);
            Path files = directory.resolve("pods").resolve(pod.getMetadata().getUid());
            Files.createDirectories(files);
            var process = new PodProcess(
                    pod, addresses.of(pod.getMetadata().getName()), volume.toRealPath(), files.toRealPath());
            processes.put(pod.getMetadata().getUid(), process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a claim's volume is; made if it is not there. */
    static Path volume(Path directory, PersistentVolumeClaim claim) {
        try {
            return Files.createDirectories(
                    directory.resolve("volumes").resolve(claim.getMetadata().getUid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the pod mounts; null as long as a Secret is missing, as a kubelet would wait for it. */
    private Map<String, Map<String, String>> secrets(Pod pod) {
        var contents = new HashMap<String, Map<String, String>>();
        for (var volume : pod.getSpec().getVolumes()) {
            if (volume.getSecret() != null) {
                Secret secret = client.secrets()
                        .inNamespace(pod.getMetadata().getNamespace())
                        .withName(volume.getSecret().getSecretName())
                        .get();
                if (secret == null) {
                    return null;
                }
                contents.put(volume.getName(), secret.getData());
            }
        }
        return contents;
    }

    private void report(Pod pod, String phase, boolean ready, Optional<ContainerState> trouble) {
        PodStatus before = pod.getStatus();
        boolean wasReady = before.getConditions().stream()
                .anyMatch(each -> "Ready".equals(each.getType()) && "True".equals(each.getStatus()));
        if (phase.equals(before.getPhase())
                && wasReady == ready
                && trouble.isPresent() != before.getContainerStatuses().isEmpty()
                && !before.getConditions().isEmpty()) {
            return;
        }
        PodStatus status = new PodStatusBuilder()
                .withPhase(phase)
                .withPodIP("127.0.0.1")
                .withConditions(new PodConditionBuilder()
                        .withType("Ready")
                        .withStatus(ready ? "True" : "False")
                        .withLastTransitionTime(
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                        .build())
                .withContainerStatuses(trouble.stream()
                        .map(each -> new ContainerStatusBuilder()
                                .withName("etcd")
                                .withImage("")
                                .withImageID("")
                                .withReady(ready)
                                .withRestartCount(1)
                                .withState(each)
                                .build())
                        .toList())
                .build();
        try {
            client.resource(pod)
                    .editStatus(each -> new PodBuilder(each).withStatus(status).build());
        } catch (KubernetesClientException e) {
            LOG.debug("{}: {}", pod.getMetadata().getName(), e.getMessage());
        }
    }

    @Override
    public void close() {
        ticker.close();
        processes.values().forEach(PodProcess::kill);
    }
}
