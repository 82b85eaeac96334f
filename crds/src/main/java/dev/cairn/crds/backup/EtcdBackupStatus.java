// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.backup;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator says about backups. */
@JsonClassDescription("The backup under way, the last ones, and the snapshots in the store.")
@ApiType
public record EtcdBackupStatus(
        @JsonPropertyDescription("The generation of the specification this status speaks of.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready: the last backup succeeded and is in the store. Progressing: one is under way. StoreChecked: the store"
                        + " could be asked whether the snapshots listed are still there.")
        List<Condition> conditions,

        @JsonPropertyDescription("The backup under way.") RunStatus currentRun,

        @JsonPropertyDescription("The time the last started backup was due at.")
        String lastDue,

        @JsonPropertyDescription("The last backup that succeeded.")
        SnapshotStatus lastSuccess,

        @JsonPropertyDescription("The last backup that failed.")
        FailureStatus lastFailure,

        @JsonPropertyDescription(
                "The newest snapshots of this EtcdBackup that were in the store at lastChecked, newest first.")
        List<SnapshotStatus> snapshots,

        @JsonPropertyDescription("When the next backup is due.")
        String nextRun,

        @JsonPropertyDescription("The look into the store under way: whether what is listed is still there.")
        RunStatus currentCheck,

        @JsonPropertyDescription("When the store was last asked for what is listed.")
        String lastChecked) {

    /** The same with another backup under way. */
    public EtcdBackupStatus withRun(RunStatus run) {
        return new EtcdBackupStatus(
                observedGeneration,
                conditions,
                run,
                run == null ? lastDue : run.dueAt(),
                lastSuccess,
                lastFailure,
                snapshots,
                nextRun,
                currentCheck,
                lastChecked);
    }

    /** The same with another look into the store under way. */
    public EtcdBackupStatus withCheck(RunStatus check) {
        return new EtcdBackupStatus(
                observedGeneration,
                conditions,
                currentRun,
                lastDue,
                lastSuccess,
                lastFailure,
                snapshots,
                nextRun,
                check,
                lastChecked);
    }
}
