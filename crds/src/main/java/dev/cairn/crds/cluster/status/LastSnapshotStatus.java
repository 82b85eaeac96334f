// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/** A snapshot that the operator asked for before it did something that cannot be undone, or before members went away. */
@ApiType
public record LastSnapshotStatus(
        @JsonPropertyDescription(
                "What it was asked for before: Hibernation, VersionChange with the revision, Deletion.")
        String purpose,

        @JsonPropertyDescription("The EtcdBackup that makes it, in the same namespace; an EtcdRestore can name it.")
        String backup,

        @JsonPropertyDescription("When it was asked for.") String startedAt,

        @JsonPropertyDescription("Name of its object in the bucket, once it is there.")
        String object,

        @JsonPropertyDescription("Revision it holds.") Long revision,

        @JsonPropertyDescription("SHA-256 of the object.") String sha256,

        @JsonPropertyDescription("When it was finished.") String finishedAt) {

    /** One that is only asked for. */
    public static LastSnapshotStatus asked(String purpose, String backup, String now) {
        return new LastSnapshotStatus(purpose, backup, now, null, null, null, null);
    }

    /** The same, in the bucket. */
    public LastSnapshotStatus finished(String storedAs, Long atRevision, String digest, String now) {
        return new LastSnapshotStatus(purpose, backup, startedAt, storedAs, atRevision, digest, now);
    }
}
