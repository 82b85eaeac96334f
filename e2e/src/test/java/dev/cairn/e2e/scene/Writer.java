// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.crds.cluster.status.EndpointsStatus;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.kube.Repository;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import dev.cairn.testkit.Program;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The pod of {@code e2e/writer}: Go's etcd client, as users have it, writing until it is told to stop and read back. */
final class Writer {
    private static final String POD = "writer";
    private static final Duration READS_BACK = Duration.ofSeconds(180);
    private static final Duration PRELOAD = Duration.ofSeconds(300);

    private final Story story;
    private final Stage stage;

    private Writer(Story story, Stage stage) {
        this.story = story;
        this.stage = stage;
    }

    /** Returns once the cluster holds that many MiB and the writes flow. */
    static Writer start(Story story, Stage stage, TestedCluster cluster, int preloadMib) {
        Path archive = stage.work().resolve("writer.tar");
        new Program(Repository.path("e2e/writer/image.sh"), Map.of()).output(archive.toString());
        stage.kubernetes().load(archive);
        EndpointsStatus endpoints = cluster.status().endpoints();
        stage.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  restartPolicy: Never
                  terminationGracePeriodSeconds: 1
                  automountServiceAccountToken: false
                  containers:
                    - name: writer
                      image: localhost/cairn/writer:1
                      imagePullPolicy: IfNotPresent
                      command: [writer, --endpoints, "%s", --preload-mib, "%d"]
                      resources: {requests: {cpu: 100m, memory: 64Mi}}
                      volumeMounts: [{name: tls, mountPath: /tls}]
                  volumes:
                    - name: tls
                      projected:
                        sources:
                          - secret: {name: %s, items: [{key: ca.crt, path: ca.crt}]}
                          - secret:
                              name: %s
                              items: [{key: tls.crt, path: tls.crt}, {key: tls.key, path: tls.key}]
                """.formatted(
                        POD, endpoints.etcdServers(), preloadMib, endpoints.caSecret(), endpoints.clientSecret()));
        Writer writer = new Writer(story, stage);
        story.waitUntil("the writer's writes to flow", PRELOAD, writer::isWriting, writer::lastLine);
        return writer;
    }

    private boolean isWriting() {
        if (phase().equals("Failed")) {
            throw new AssertionError("the writer ended: " + lastLine());
        }
        return !phase().equals("Pending") && log().contains(" writing\n");
    }

    private String phase() {
        return stage.pod(POD).require().getStatus().getPhase();
    }

    private String log() {
        return stage.pod(POD).getLog();
    }

    private String lastLine() {
        return stage.pod(POD).tailingLines(1).getLog();
    }

    /** Tells it to stop; what it wrote, what it found when it read back. */
    Results stop() {
        try (ExecWatch kill = stage.pod(POD).redirectingError().exec("kill", "-TERM", "1")) {
            CompletableFuture<Integer> exit = kill.exitCode();
            if (exit.get(30, TimeUnit.SECONDS) != 0) {
                throw new AssertionError("the writer cannot be told to stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the writer cannot be told to stop", e);
        }
        story.waitUntil("the writer to read everything back", READS_BACK, () -> phase().matches("Succeeded|Failed"));
        Map<String, Long> found = log().lines()
                .filter(line -> line.matches("[a-z_]+=\\d+"))
                .map(line -> line.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Long.valueOf(pair[1])));
        log().lines().filter(line -> !line.contains("=")).toList().reversed().stream()
                .limit(5)
                .toList()
                .reversed()
                .forEach(line -> story.say("  writer: %s", line));
        return new Results(
                found.get("acknowledged"),
                found.get("unknown"),
                found.get("lost"),
                found.get("puts_per_second"),
                found.get("longest_pause_ms"));
    }

    /** Lost are acknowledged writes that are missing or wrong, and keys that nobody wrote. */
    record Results(long acknowledged, long unknown, long lost, long putsPerSecond, long longestPauseMillis) {}
}
