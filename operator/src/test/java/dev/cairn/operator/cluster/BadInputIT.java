// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code kubectl apply} says to wrong resources, on a real API server: one line of a table each. {@code
 * -Drewrite=true} writes {@code docs/refused.md}, the same with all that is said.
 */
@InALab
class BadInputIT {
    private static final String TABLE = "/bad-input/refused.txt";
    private static final int ENOUGH = 60;

    private static final Map<Wrong, String> SAID = new LinkedHashMap<>();
    private static KubeLab lab;

    @BeforeAll
    static void enter(KubeLab opened) {
        lab = opened;
    }

    /** A line of the table. */
    private record Wrong(String situation, String kind, String name, String spec, String says) {
        static Wrong of(String line) {
            String[] parts = line.split(" \\| ");
            return new Wrong(parts[0], parts[1], parts[2], parts[3], parts[4]);
        }

        String yaml() {
            return """
                    apiVersion: etcd.cairn.dev/v1alpha1
                    kind: %s
                    metadata: {name: %s, namespace: default}
                    spec: %s
                    """.formatted(kind, name, spec);
        }

        @Override
        public String toString() {
            return kind + ": " + situation;
        }
    }

    static Stream<Wrong> refused() throws IOException {
        try (var table = Objects.requireNonNull(BadInputIT.class.getResourceAsStream(TABLE))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(each -> !each.startsWith("#")).map(Wrong::of).toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(Wrong wrong) {
        String said = lab.kubectlRefuses(wrong.yaml());
        assertThat(said).contains(wrong.says());
        SAID.put(wrong, said);
    }

    @AfterAll
    static void rewrite() throws IOException {
        if (!Boolean.getBoolean("rewrite")) {
            return;
        }
        var table = new StringBuilder("""
                # What is refused

                Wrong resources, and what `kubectl apply` says to each: nothing of them is stored. Made by BadInputIT with
                `-Drewrite=true` from `operator/src/test/resources/bad-input/refused.txt`.

                | | situation | `spec` | what is said |
                |---|---|---|---|
                """);
        SAID.forEach((wrong, said) -> table.append("| ")
                .append(wrong.kind())
                .append(" | ")
                .append(wrong.situation())
                .append(wrong.name().equals("wrong") ? "" : " (" + wrong.name() + ")")
                .append(" | `")
                .append(wrong.spec())
                .append("` | ")
                .append(said.strip()
                        .replaceFirst("(?s)^.*?is invalid: *", "")
                        .replaceAll("\\s+", " ")
                        .replace("|", "\\|")
                        .replace("<", "&lt;"))
                .append(" |\n"));
        Files.writeString(Path.of("..", "docs", "refused.md"), table);
    }

    @Test
    void theTableIsLongAndEachLineIsAnotherOne() throws IOException {
        List<String> situations = refused().map(Wrong::toString).toList();
        assertThat(situations).hasSizeGreaterThanOrEqualTo(ENOUGH).doesNotHaveDuplicates();
    }

    /** The control: what is right is taken. */
    @ParameterizedTest
    @MethodSource("right")
    void whatIsRightIsTaken(String kind, String spec) {
        assertThat(lab.kubectlApply(new Wrong("", kind, "right", spec, "").yaml()))
                .contains("created");
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> right() {
        return Stream.of(
                org.junit.jupiter.params.provider.Arguments.of("EtcdCluster", "{}"),
                org.junit.jupiter.params.provider.Arguments.of(
                        "EtcdBackup",
                        "{clusterRef: {name: demo}, destination: {s3: {bucket: backups, credentialsSecretRef: {name: s3}}}}"),
                org.junit.jupiter.params.provider.Arguments.of(
                        "EtcdRestore",
                        "{source: {backupRef: {name: a}}, clusterTemplate: {name: new, spec: {replicas: 1}}}"));
    }
}
