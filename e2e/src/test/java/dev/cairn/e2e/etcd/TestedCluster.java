// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcd;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** An EtcdCluster of a scene, as its resource tells of it. */
public final class TestedCluster {
    /** Without a request a pod gets next to no processor as soon as another wants it. */
    public static final String MEMBER_RESOURCES = "{requests: {cpu: 200m, memory: 256Mi}}";

    /** In which members form a cluster, or join one. */
    public static final Duration FORMATION = Duration.ofSeconds(300);

    private static final long TELL_SECONDS = 5;

    private final Story story;
    private final Stage stage;
    private final String name;

    private TestedCluster(Story story, Stage stage, String name) {
        this.story = story;
        this.stage = stage;
        this.name = name;
    }

    /** Asks for one, and waits until its members are ready. */
    public static TestedCluster formed(Story story, Stage stage, String name, int replicas) {
        story.say("EtcdCluster %s", name);
        stage.apply("""
                apiVersion: etcd.cairn.dev/v1alpha1
                kind: EtcdCluster
                metadata: {name: %s}
                spec:
                  replicas: %d
                  storage: {size: 1Gi}
                  resources: %s
                  deletionPolicy: Delete
                """.formatted(name, replicas, MEMBER_RESOURCES));
        TestedCluster cluster = madeByOthers(story, stage, name);
        cluster.awaitMembers(FORMATION);
        return cluster;
    }

    /** One that something else asked for. */
    public static TestedCluster madeByOthers(Story story, Stage stage, String name) {
        return new TestedCluster(story, stage, name);
    }

    public String name() {
        return name;
    }

    public Resource<EtcdCluster> resource() {
        return stage.client()
                .resources(EtcdCluster.class)
                .inNamespace(stage.namespace())
                .withName(name);
    }

    public EtcdClusterStatus status() {
        return resource().require().getStatus();
    }

    /** Names of the members that the status lists. */
    public List<String> members() {
        return status().members().stream().map(MemberStatus::name).toList();
    }

    /** Merges this into the resource. */
    public void patch(String json) {
        resource().patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    /** Deletes a member's pod; returns once the member is back in another one and all are ready, each within the limit. */
    public void losePod(String member, Duration limit) {
        String lost = stage.pod(member).require().getMetadata().getUid();
        stage.pod(member).delete();
        story.waitUntil(
                "another pod of " + member,
                limit,
                () -> Optional.ofNullable(stage.pod(member).get())
                        .filter(pod -> !pod.getMetadata().getUid().equals(lost))
                        .isPresent());
        story.waitUntil(
                "the pod of " + member + " to be ready",
                limit,
                () -> stage.pod(member).isReady());
        awaitMembers(limit);
    }

    public void scale(int replicas) {
        story.say("scale to %d", replicas);
        resource().scale(replicas);
        awaitMembers(FORMATION);
    }

    /** Follows it until it has the members it asks for, all ready; tells every change, and now and then that it waits. */
    public void awaitMembers(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        String last = "no status yet";
        try (Sightings sightings = new Sightings(resource())) {
            for (long left = limit.toNanos(); left > 0; left = deadline - System.nanoTime()) {
                Optional<EtcdCluster> seen =
                        sightings.next(Math.min(left, TimeUnit.SECONDS.toNanos(TELL_SECONDS)), TimeUnit.NANOSECONDS);
                if (seen.isEmpty()) {
                    story.say("  still waiting for %s: %s", name, last);
                    continue;
                }
                String now = told(seen.get());
                if (!now.equals(last)) {
                    story.say("  %s: %s", name, now);
                }
                last = now;
                if (isSettled(seen.get())) {
                    return;
                }
            }
        }
        throw new AssertionError("gave up on EtcdCluster " + name + ": " + last);
    }

    /** As many voters as asked for, all ready, nothing else. */
    private static boolean isSettled(EtcdCluster cluster) {
        EtcdClusterStatus status = cluster.getStatus();
        return status != null
                && cluster.getMetadata().getGeneration().equals(status.observedGeneration())
                && ready(cluster).map(Condition::getStatus).equals(Optional.of("True"))
                && members(cluster).stream()
                        .allMatch(member -> member.role() == MemberRole.VOTER && Boolean.TRUE.equals(member.ready()))
                && members(cluster).size() == cluster.getSpec().replicas();
    }

    private static List<MemberStatus> members(EtcdCluster cluster) {
        return Optional.ofNullable(cluster.getStatus())
                .map(EtcdClusterStatus::members)
                .orElse(List.of());
    }

    private static Optional<Condition> ready(EtcdCluster cluster) {
        return Optional.ofNullable(cluster.getStatus()).map(EtcdClusterStatus::conditions).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.getType().equals("Ready"))
                .findFirst();
    }

    private static String told(EtcdCluster cluster) {
        String members = members(cluster).stream()
                .map(member -> member.name() + " " + (member.role() == MemberRole.VOTER ? "Voter" : "Learner")
                        + (Boolean.TRUE.equals(member.ready()) ? " ready" : " not ready"))
                .collect(Collectors.joining(" "));
        return "members: " + (members.isEmpty() ? "none yet" : members) + "; Ready "
                + ready(cluster).map(c -> c.getStatus() + ": " + c.getMessage()).orElse("unknown");
    }
}
