// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup.plan;

import dev.cairn.operator.jobs.ObservedJob;
import java.time.Instant;
import java.util.Optional;

/** The single next thing to do about a backup. */
public sealed interface BackupStep {
    /** In one sentence: what, and why. */
    String message();

    /**
     * Nothing to do now.
     *
     * @param reason one word, as conditions want it
     * @param fault whether a person has to put something right
     * @param until when something will be due
     */
    record Hold(String reason, String message, boolean fault, Optional<Instant> until) implements BackupStep {}

    /** Start a backup. */
    record Start(String job, Instant dueAt, String message) implements BackupStep {}

    /** Ask the store whether the snapshots that the status lists are still there. */
    record Check(String job, String message) implements BackupStep {}

    /** A look into the store has ended: list what is there. */
    record SettleCheck(ObservedJob job, String message) implements BackupStep {}

    /** A Job has ended: remember what came of it. */
    record Settle(ObservedJob job, String message) implements BackupStep {}
}
