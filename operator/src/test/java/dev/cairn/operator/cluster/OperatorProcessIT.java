// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.operator.crash.HaltOnce;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.OperatorProcess;
import dev.cairn.operator.testkit.SlowApi;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged operator: it starts, says it is healthy, reconciles, and halts where it is told to, once. */
@InALab
class OperatorProcessIT {
    /** The lease of an operator that was halted runs for 45 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String READY = "/q/health/ready";
    private static final String STARTED = "/q/health/started";

    private static final Duration SHUT = Duration.ofSeconds(35);

    private static KubeLab lab;
    private static Clusters clusters;

    @BeforeAll
    static void enter(KubeLab opened, Clusters inIt) {
        lab = opened;
        clusters = inIt;
    }

    @Test
    void haltsAtTheSwitchOnceAndGoesOnWhereItWas() {
        Map<String, String> halting = Map.of("CAIRN_CRASH_AT", "after-pvc");
        clusters.apply("halted", "replicas: 1\n");
        try (var operator = OperatorProcess.start(lab, halting)) {
            await().atMost(PATIENCE).until(() -> operator.exitCode().isPresent());
            assertThat(operator.exitCode()).hasValue(HaltOnce.EXIT_CODE);
            assertThat(operator.output()).contains("crash switch after-pvc fired");
        }
        assertThat(clusters.volumes("halted")).hasSize(1);
        assertThat(clusters.pods("halted")).isEmpty();
        assertThat(lab.client()
                        .configMaps()
                        .inNamespace(KubeLab.OPERATOR_NAMESPACE)
                        .withName("cairn-crash-after-pvc")
                        .get())
                .isNotNull();
        try (var operator = OperatorProcess.start(lab, halting)) {
            await().atMost(PATIENCE).until(() -> clusters.pods("halted").size() == 1);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> answers(operator.url(READY)));
            assertThat(operator.exitCode()).isEmpty();
            assertThat(clusters.volumes("halted")).hasSize(1);
        }
    }

    /** Shut for longer than a connection may take; the process is the same one at the end. */
    @Test
    void anApiServerThatAnswersLateIsWaitedFor() throws IOException {
        clusters.apply("late", "replicas: 1\n");
        try (SlowApi api = SlowApi.before(lab);
                var operator = OperatorProcess.start(lab, Map.of("KUBERNETES_MASTER", api.url()))) {
            await().atMost(PATIENCE).until(() -> api.taken() > 0);
            await().during(SHUT)
                    .atMost(SHUT.plusSeconds(5))
                    .until(() -> operator.exitCode().isEmpty());
            assertThat(clusters.pods("late")).isEmpty();
            api.open();
            await().atMost(PATIENCE.multipliedBy(2))
                    .until(() -> clusters.pods("late").size() == 1);
            assertThat(operator.exitCode()).isEmpty();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> answers(operator.url(STARTED)));
            assertThat(body(operator, "/metrics")).contains("cairn_steps_total{");
            assertThat(operator.output().lines().filter(line -> line.contains("late")))
                    .allMatch(line -> line.startsWith("{"))
                    .anyMatch(line -> line.contains("\"level\":\"INFO\"") && line.contains("\"msg\":"));
        }
    }

    /** Two starts fail, and the process is the same one at the end; its patience is that of production, cut short. */
    @Test
    void anApiServerThatIsNotThereYetIsWaitedFor() throws IOException {
        clusters.apply("early", "replicas: 1\n");
        try (SlowApi api = SlowApi.absent(lab);
                var operator = OperatorProcess.start(
                        lab,
                        Map.of(
                                "KUBERNETES_MASTER", api.url(),
                                "QUARKUS_OPERATOR_SDK_CACHE_SYNC_TIMEOUT", "1S",
                                "QUARKUS_KUBERNETES_CLIENT_REQUEST_RETRY_BACKOFF_LIMIT", "0"))) {
            await().atMost(PATIENCE)
                    .until(() -> operator.output()
                                    .lines()
                                    .filter(line -> line.contains("the controllers cannot start yet"))
                                    .count()
                            >= 2);
            assertThat(operator.exitCode()).isEmpty();
            assertThat(status(operator.url(STARTED))).isEqualTo(HttpURLConnection.HTTP_UNAVAILABLE);
            assertThat(clusters.pods("early")).isEmpty();
            api.open();
            await().atMost(PATIENCE).until(() -> clusters.pods("early").size() == 1);
            assertThat(operator.exitCode()).isEmpty();
            assertThat(body(operator, STARTED)).contains("\"controllers\"", "\"UP\"");
        }
    }

    @Test
    void refusesASwitchItDoesNotKnow() {
        try (var operator = OperatorProcess.start(lab, Map.of("CAIRN_CRASH_AT", "somewhere"))) {
            await().atMost(PATIENCE).until(() -> operator.exitCode().isPresent());
            assertThat(operator.output()).contains("CAIRN_CRASH_AT is somewhere; the points are");
        }
    }

    @Test
    void ofTwoInstallationsOneWorksAndTheOtherSaysThatItStandsBack() throws IOException {
        lab.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("elsewhere")
                        .endMetadata()
                        .build())
                .create();
        try (var first = OperatorProcess.start(lab, Map.of("HOSTNAME", "first"))) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> body(first, READY).contains("\"leads\": true"));
            try (var second =
                    OperatorProcess.start(lab, Map.of("HOSTNAME", "second", "CAIRN_NAMESPACE", "elsewhere"))) {
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> body(second, READY).contains("\"leader\": \"cairn-system/first\""));
                assertThat(body(second, READY))
                        .contains("\"leads\": false", "\"lease\": \"kube-system/cairn-operator\"");
                assertThat(second.output())
                        .contains("cairn-system/first holds the Lease kube-system/cairn-operator", "stands back");
                // The event follows what health says.
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(lab.client()
                                        .v1()
                                        .events()
                                        .inNamespace("elsewhere")
                                        .list()
                                        .getItems())
                                .extracting(Event::getReason)
                                .containsOnlyOnce("AnotherOperatorLeads"));
                clusters.apply("both", "replicas: 1\n");
                await().atMost(PATIENCE).until(() -> clusters.pods("both").size() == 1);
                assertThat(first.output()).contains("default/both");
                assertThat(second.output()).doesNotContain("default/both");
            }
        }
    }

    private static String body(OperatorProcess operator, String path) throws IOException {
        try (var body = URI.create(operator.url(path)).toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean answers(String url) throws IOException {
        return status(url) == HttpURLConnection.HTTP_OK;
    }

    private static int status(String url) throws IOException {
        return ((HttpURLConnection) URI.create(url).toURL().openConnection()).getResponseCode();
    }
}
