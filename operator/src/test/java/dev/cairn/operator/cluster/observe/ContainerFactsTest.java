// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ContainerFactsTest {
    private static final String CRASHED = """
            lastState:
              terminated:
                exitCode: 1
                reason: Error
                message: |
                  {"level":"info","ts":"2026-01-01T00:00:00Z","msg":"starting"}
                  {"level":"fatal","ts":"2026-01-01T00:00:01Z","msg":"the log is damaged","error":"0.wal: crc"}
            """;
    private static final String BACK_OFF = """
            state:
              waiting:
                reason: CrashLoopBackOff
                message: back-off %s restarting failed container=etcd pod=demo-a_default(1-2-3)
            """;

    @TestFactory
    Stream<DynamicTest> whatIsWrongAndWhy() {
        return Stream.of(
                line("nothing", "state:\n  running: {}\n", ""),
                line("on its way", "state:\n  waiting:\n    reason: ContainerCreating\n", ""),
                line("an init container that is done", "state:\n  terminated:\n    reason: Completed\n", ""),
                line(
                        "no image",
                        "state:\n  waiting:\n    reason: ImagePullBackOff\n    message: no such tag\n",
                        "etcd: ImagePullBackOff: no such tag"),
                line(
                        "crashed again and again",
                        BACK_OFF.formatted("10s") + CRASHED,
                        "etcd: CrashLoopBackOff: ended with exit code 1: the log is damaged: 0.wal: crc"),
                line(
                        "just crashed",
                        "state:\n  terminated:\n    exitCode: 137\n    reason: OOMKilled\n",
                        "etcd: ended with exit code 137, OOMKilled"),
                line(
                        "runs again, not ready yet",
                        "state:\n  running: {}\n" + CRASHED,
                        "etcd: started again after it ended with exit code 1: the log is damaged: 0.wal: crc"),
                line("runs again, and is ready", "ready: true\nstate:\n  running: {}\n" + CRASHED, ""));
    }

    @Test
    void theSameTroubleIsToldInTheSameWords() {
        assertThat(ContainerFacts.trouble(status(BACK_OFF.formatted("10s") + CRASHED)))
                .isEqualTo(ContainerFacts.trouble(status(BACK_OFF.formatted("2m40s") + CRASHED)));
    }

    @Test
    void lastWordsAreTakenAsTheyAreWhereTheyAreNoJson() {
        assertThat(ContainerFacts.lastWords("a\nError: no space left\n\n")).isEqualTo("Error: no space left");
        assertThat(ContainerFacts.lastWords("{\"msg\":\"cut of")).isEqualTo("{\"msg\":\"cut of");
        assertThat(ContainerFacts.lastWords("x".repeat(2000))).hasSize(400);
        assertThat(ContainerFacts.lastWords(null)).isEmpty();
    }

    private static DynamicTest line(String situation, String status, String expected) {
        return DynamicTest.dynamicTest(
                situation,
                () -> assertThat(ContainerFacts.trouble(status(status)).orElse(""))
                        .isEqualTo(expected));
    }

    private static ContainerStatus status(String yaml) {
        return new KubernetesSerialization().unmarshal("name: etcd\n" + yaml, ContainerStatus.class);
    }
}
