// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import java.util.Map;
import java.util.Optional;

/**
 * What a backup is, in the metadata of its object: a backup is one object, whole with its record or not there.
 *
 * @param version of this format; 1
 * @param name the snapshot object's key
 * @param clusterId the etcd cluster's ID in hexadecimal; null in records of releases that did not write it
 * @param backupUid who asked for it; empty where nobody said, null in records of releases that did not write it
 * @param hashKV etcd's HashKV at {@code revision} with {@code compactRevision}, unsigned
 * @param compactRevision -1 before the first compaction
 * @param sha256 of the whole object, in hex
 */
@JsonPropertyOrder({
    "version",
    "name",
    "createdAt",
    "namespace",
    "cluster",
    "backup",
    "clusterId",
    "backupUid",
    "revision",
    "compactRevision",
    "hashKV",
    "totalKeys",
    "sizeBytes",
    "sha256",
    "storageVersion"
})
public record BackupRecord(
        int version,
        String name,
        String createdAt,
        String namespace,
        String cluster,
        String backup,
        String clusterId,
        String backupUid,
        long revision,
        long compactRevision,
        @JsonProperty("hashKV") long hashKv,
        long totalKeys,
        long sizeBytes,
        String sha256,
        String storageVersion) {
    static final int CURRENT_VERSION = 1;

    private static final String METADATA_KEY = "record";

    /** Metadata travels in a header: ASCII on one line. */
    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .configure(JsonGenerator.Feature.ESCAPE_NON_ASCII, true);

    Map<String, String> toMetadata() {
        try {
            return Map.of(METADATA_KEY, JSON.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts always have a JSON form", e);
        }
    }

    /** Empty if {@code key} is a snapshot that somebody else put there. */
    static Optional<BackupRecord> of(Map<String, String> metadata, String key) {
        String json = metadata.get(METADATA_KEY);
        if (json == null) {
            return Optional.empty();
        }
        try {
            BackupRecord record = JSON.readValue(json, BackupRecord.class);
            if (record.version < 1 || record.version > CURRENT_VERSION || record.sha256 == null) {
                throw new AgentException(
                        Reason.INVALID_SNAPSHOT, "the record of " + key + " is of no version that this agent knows");
            }
            return Optional.of(record);
        } catch (JsonProcessingException e) {
            throw new AgentException(
                    Reason.INVALID_SNAPSHOT, "the record of " + key + " is none: " + e.getMessage(), e);
        }
    }
}
