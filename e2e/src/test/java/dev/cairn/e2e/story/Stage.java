// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.story;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.e2e.kube.KubernetesUnderTest;
import dev.cairn.e2e.kube.Repository;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A namespace of a scene's own, a directory for its files, and what it has to put away at its end. */
public final class Stage implements AutoCloseable {
    public static final String OPERATOR_NAMESPACE = "cairn-system";
    public static final String OPERATOR = "cairn-operator";
    private static final long EARLIER_RUN_SECONDS = 90;
    private static final long CLUSTERS_SECONDS = 60;
    private static final int EVENTS = 15;

    private final Story story;
    private final KubernetesUnderTest kubernetes;
    private final String namespace;
    private final Path work;
    private final Deque<AutoCloseable> atEnd = new ArrayDeque<>();

    private Stage(Story story, KubernetesUnderTest kubernetes, String namespace, Path work) {
        this.story = story;
        this.kubernetes = kubernetes;
        this.namespace = namespace;
        this.work = work;
    }

    static Stage open(Story story, KubernetesUnderTest kubernetes, String namespace) throws IOException {
        var resource = kubernetes.client().namespaces().withName(namespace);
        if (resource.get() != null) {
            story.say("waiting for the namespace of an earlier run to go");
            resource.withTimeout(EARLIER_RUN_SECONDS, TimeUnit.SECONDS).delete();
        }
        kubernetes
                .client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        return new Stage(story, kubernetes, namespace, Files.createTempDirectory("scene"));
    }

    public KubernetesUnderTest kubernetes() {
        return kubernetes;
    }

    public KubernetesClient client() {
        return kubernetes.client();
    }

    public String namespace() {
        return namespace;
    }

    /** For a scene's files; it goes at the end. */
    public Path work() {
        return work;
    }

    /** Applies one object, written as YAML, in the scene's namespace. */
    public void apply(String yaml) {
        client().resource(yaml)
                .inNamespace(namespace)
                .fieldManager("scene")
                .forceConflicts()
                .serverSideApply();
    }

    public PodResource pod(String name) {
        return client().pods().inNamespace(namespace).withName(name);
    }

    /** Closed at the end, the last one first. */
    public <T extends AutoCloseable> T atEnd(T closed) {
        atEnd.push(closed);
        return closed;
    }

    /** What there was when the scene failed, for a person to read. */
    void showState() {
        System.out.println("--- pods, volumes, events of " + namespace);
        client().pods()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(pod -> System.out.println(pod.getMetadata().getName() + " "
                        + pod.getStatus().getPhase() + " " + pod.getStatus().getPodIP()));
        client().persistentVolumeClaims()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(claim -> System.out.println(
                        claim.getMetadata().getName() + " " + claim.getStatus().getPhase()));
        List<Event> events = client().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getLastTimestamp() != null)
                .sorted(Comparator.comparing(Event::getLastTimestamp))
                .toList();
        events.stream()
                .skip(Math.max(0, events.size() - EVENTS))
                .forEach(event -> System.out.println(
                        event.getInvolvedObject().getName() + " " + event.getReason() + " " + event.getMessage()));
    }

    /** What the pods of the last run said, for a person to read. */
    private void keepLogs() throws IOException {
        Path kept = Repository.path("e2e/target/scenes").resolve(namespace);
        if (Files.exists(kept)) {
            MoreFiles.deleteRecursively(kept, RecursiveDeleteOption.ALLOW_INSECURE);
        }
        Files.createDirectories(kept);
        for (Pod pod : client().pods().inNamespace(namespace).list().getItems()) {
            keepLog(pod, kept.resolve(pod.getMetadata().getName() + ".log"));
        }
        for (Pod pod : client().pods()
                .inNamespace(OPERATOR_NAMESPACE)
                .withLabel("app.kubernetes.io/name", OPERATOR)
                .list()
                .getItems()) {
            keepLog(pod, kept.resolve("operator.log"));
        }
        story.say("the pods' logs: %s", kept);
    }

    private void keepLog(Pod pod, Path file) throws IOException {
        try {
            Files.writeString(file, client().pods().resource(pod).getLog());
        } catch (KubernetesClientException e) {
            // A pod that never ran, or is gone by now, has none.
            Files.writeString(file, "no log: " + e.getMessage() + "\n");
        }
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        try {
            while (!atEnd.isEmpty()) {
                failure = attempt(atEnd.pop(), failure);
            }
            failure = attempt(this::keepLogs, failure);
            failure = attempt(this::deleteClusters, failure);
            client().namespaces().withName(namespace).delete();
            MoreFiles.deleteRecursively(work, RecursiveDeleteOption.ALLOW_INSECURE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void deleteClusters() {
        client().resources(EtcdCluster.class)
                .inNamespace(namespace)
                .withTimeout(CLUSTERS_SECONDS, TimeUnit.SECONDS)
                .delete();
    }

    /** One that cannot be put away does not keep the others. */
    private static RuntimeException attempt(AutoCloseable each, RuntimeException earlier) {
        try {
            each.close();
            return earlier;
        } catch (Exception e) {
            RuntimeException failure = earlier == null ? new IllegalStateException("not all was put away", e) : earlier;
            if (earlier != null) {
                earlier.addSuppressed(e);
            }
            return failure;
        }
    }
}
