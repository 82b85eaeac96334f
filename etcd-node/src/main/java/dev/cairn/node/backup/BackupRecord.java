// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a backup is, in the object beside it; there only once the backup is complete.
 *
 * @param version of this format; 1
 * @param name the snapshot object's key
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
        long revision,
        long compactRevision,
        @JsonProperty("hashKV") long hashKv,
        long totalKeys,
        long sizeBytes,
        String sha256,
        String storageVersion) {
    static final int CURRENT_VERSION = 1;

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    byte[] toJson() {
        try {
            return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts always have a JSON form", e);
        }
    }

    static BackupRecord parse(byte[] json, String key) {
        try {
            BackupRecord record = JSON.readValue(json, BackupRecord.class);
            if (record.version < 1 || record.version > CURRENT_VERSION || record.sha256 == null) {
                throw new AgentException(
                        Reason.INVALID_SNAPSHOT, key + " is no backup record of a version that this agent knows");
            }
            return record;
        } catch (IOException e) {
            throw new AgentException(Reason.INVALID_SNAPSHOT, key + " is no backup record: " + e.getMessage(), e);
        }
    }
}
