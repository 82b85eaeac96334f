// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reading Jobs and their pods, which change between two requests. */
final class JobReaderTest {
    private static final ResourceKey BACKUP = new ResourceKey("default", "nightly", "backup-uid");
    private static final String METADATA = """
            "metadata": {"name": "%s", "namespace": "default", "uid": "%s",
              "labels": {"etcd.cairn.dev/backup": "nightly", "job-name": "run"},
              "ownerReferences": [{"uid": "backup-uid", "name": "nightly", "kind": "EtcdBackup", "apiVersion": "v1"}]}""";
    private static final String RUNNING = "\"running\": {}";
    private static final String ENDED = """
            "terminated": {"exitCode": 2,
              "message": "{\\"version\\": 1, \\"error\\": \\"no bucket elsewhere\\", \\"reason\\": \\"NoSuchBucket\\"}"}""";
    private static final String FAILED = """
            {"type": "Failed", "status": "True", "reason": "PodFailurePolicy", "message": "exit code 2"}""";

    private boolean ended;

    @Test
    void aJobThatFailsWhileItIsReadIsNotSeenFailedWithoutWhatItsPodSaid() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answerAndEndThePod);
        server.start();
        var config = new ConfigBuilder()
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            var jobs = new JobReader(client);

            ObservedJob between = jobs.read("etcd.cairn.dev/backup", BACKUP).get("run");
            assertThat(between.failureReason()).isNotEqualTo(Optional.of("JobFailed"));

            ObservedJob after = jobs.read("etcd.cairn.dev/backup", BACKUP).get("run");
            assertThat(after.phase()).isEqualTo(ObservedJob.Phase.FAILED);
            assertThat(after.failureReason()).contains("NoSuchBucket");
            assertThat(after.failureMessage()).isEqualTo("no bucket elsewhere");
        } finally {
            server.stop(0);
        }
    }

    private void answerAndEndThePod(HttpExchange exchange) throws IOException {
        boolean jobs = exchange.getRequestURI().getPath().endsWith("/jobs");
        byte[] body = (jobs ? job() : pod()).getBytes(StandardCharsets.UTF_8);
        ended = true;
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String job() {
        return """
                {"kind": "JobList", "apiVersion": "batch/v1", "metadata": {}, "items": [
                  {"kind": "Job", "apiVersion": "batch/v1", %s, "status": {"conditions": [%s]}}]}
                """.formatted(METADATA.formatted("run", "job-uid"), ended ? FAILED : "");
    }

    private String pod() {
        return """
                {"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": [
                  {"kind": "Pod", "apiVersion": "v1", %s,
                   "status": {"containerStatuses": [{"name": "agent", "state": {%s}}]}}]}
                """.formatted(METADATA.formatted("run-x", "pod-uid"), ended ? ENDED : RUNNING);
    }
}
