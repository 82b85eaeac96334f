// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentReportTest {
    private static final BackupRecord RECORD = new BackupRecord(
            1,
            "a/b.snap",
            "2026-11-21T08:00:00Z",
            "prod",
            "demo",
            "daily",
            "c1",
            "u1",
            9,
            -1,
            4294967295L,
            3,
            20512,
            "ab",
            "3.7.0");

    @Test
    void savedBackupIsReportedWithEveryFieldOfTheFormat() {
        assertThat(AgentReport.saved(RECORD, List.of("old"), List.of("lost"), 12)
                        .toJson())
                .isEqualTo("{\"version\":1,\"name\":\"a/b.snap\",\"revision\":9,\"hashKV\":4294967295,"
                        + "\"compactRevision\":-1,\"sizeBytes\":20512,\"sha256\":\"ab\",\"durationMillis\":12,"
                        + "\"totalKeys\":3,\"pruned\":[\"old\"],\"gone\":[\"lost\"]}");
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
        String json = AgentReport.saved(RECORD, many, many, 12).toJson();
        assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(4096);
        assertThat(json).contains("\"prunedCount\":200", "\"pruned\":[\"backups/prod/demo/", "\"goneCount\":200");
        AgentException verbose = new AgentException(Reason.INTERNAL, "x".repeat(9000));
        assertThat(AgentReport.failed(verbose).toJson()).hasSizeLessThan(1200);
    }

    @Test
    void recordComesBackAndUnknownFieldsAreSkipped() {
        assertThat(BackupRecord.of(RECORD.toMetadata(), "k")).contains(RECORD);
        String json = RECORD.toMetadata().get("record");
        assertThat(record(json.replace("\"version\":1", "\"version\":1,\"x\":2")))
                .contains(RECORD);
        assertThatThrownBy(() -> record("{\"version\":2}")).isInstanceOf(AgentException.class);
        assertThatThrownBy(() -> record("[")).isInstanceOf(AgentException.class).hasMessageContaining("k.snap");
        assertThat(BackupRecord.of(Map.of(), "k")).isEmpty();
    }

    @Test
    void recordFitsIntoAHeader() {
        BackupRecord abroad = new BackupRecord(
                1,
                "täglich/b.snap",
                "2026-11-21T08:00:00Z",
                "prod",
                "demo",
                "",
                "c1",
                "",
                9,
                -1,
                1,
                3,
                20512,
                "ab",
                "3.7.0");
        assertThat(abroad.toMetadata().get("record")).isPrintable().isASCII();
        assertThat(BackupRecord.of(abroad.toMetadata(), "k")).contains(abroad);
    }

    @Test
    void recordOfAnEarlierReleaseHasNoOwner() {
        BackupRecord old = record("{\"version\":1,\"name\":\"k.snap\",\"cluster\":\"demo\",\"sha256\":\"ab\"}")
                .orElseThrow();
        assertThat(old.clusterId()).isNull();
        assertThat(old.backupUid()).isNull();
    }

    private static Optional<BackupRecord> record(String json) {
        return BackupRecord.of(Map.of("record", json), "k.snap");
    }
}
