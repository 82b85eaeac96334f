// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentReportTest {
    private static final BackupRecord RECORD = new BackupRecord(
            1,
            "a/b.snap",
            "2026-11-21T08:00:00Z",
            "prod",
            "demo",
            "daily",
            9,
            -1,
            4294967295L,
            3,
            20512,
            "ab",
            "3.7.0");

    @Test
    void savedBackupIsReportedWithEveryFieldOfTheFormat() {
        assertThat(AgentReport.saved(RECORD, List.of("old"), 12).toJson())
                .isEqualTo("{\"version\":1,\"name\":\"a/b.snap\",\"revision\":9,\"hashKV\":4294967295,"
                        + "\"compactRevision\":-1,\"sizeBytes\":20512,\"sha256\":\"ab\",\"durationMillis\":12,"
                        + "\"totalKeys\":3,\"pruned\":[\"old\"]}");
    }

    @Test
    void failureHasAReasonForMachines() {
        AgentException failure = new AgentException(Reason.NO_SUCH_BUCKET, "bucket x does not exist");
        assertThat(AgentReport.failed(failure).toJson())
                .isEqualTo("{\"version\":1,\"error\":\"bucket x does not exist\",\"reason\":\"NoSuchBucket\"}");
    }

    @Test
    void reportNeverExceedsATerminationMessage() {
        List<String> many = Collections.nCopies(200, "backups/prod/demo/20261121T080000Z-000000000000001f.snap");
        String json = AgentReport.saved(RECORD, many, 12).toJson();
        assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(4096);
        assertThat(json).contains("\"prunedCount\":200", "\"pruned\":[\"backups/prod/demo/");
        AgentException verbose = new AgentException(Reason.INTERNAL, "x".repeat(9000));
        assertThat(AgentReport.failed(verbose).toJson()).hasSizeLessThan(1200);
    }

    @Test
    void recordComesBackAndUnknownFieldsAreSkipped() {
        assertThat(BackupRecord.parse(RECORD.toJson(), "k")).isEqualTo(RECORD);
        String later =
                new String(RECORD.toJson(), StandardCharsets.UTF_8).replace("\"version\":1", "\"version\":1,\"x\":2");
        assertThat(BackupRecord.parse(later.getBytes(StandardCharsets.UTF_8), "k"))
                .isEqualTo(RECORD);
        assertThatThrownBy(() -> BackupRecord.parse("{\"version\":2}".getBytes(StandardCharsets.UTF_8), "k"))
                .isInstanceOf(AgentException.class);
        assertThatThrownBy(() -> BackupRecord.parse("[".getBytes(StandardCharsets.UTF_8), "k.json"))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("k.json");
    }
}
