// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.agent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;

/**
 * What a run of the backup agent says in its termination message.
 *
 * @param version of this format
 * @param name name of the snapshot's object
 * @param pruned objects that retention deleted; possibly only the first of them
 * @param gone of the objects that were listed, those that are not in the store; possibly only the first of them
 * @param error what went wrong; absent in a success
 * @param reason one word for it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentReport(
        int version,
        String name,
        Long revision,
        Long hashKV,
        Long compactRevision,
        Long sizeBytes,
        String sha256,
        Long durationMillis,
        Long totalKeys,
        List<String> pruned,
        List<String> gone,
        String error,
        String reason) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public AgentReport {
        pruned = pruned == null ? List.of() : List.copyOf(pruned);
        gone = gone == null ? List.of() : List.copyOf(gone);
    }

    public boolean succeeded() {
        return error == null;
    }

    /** Reads a termination message; empty if it is not a report. */
    public static Optional<AgentReport> read(String message) {
        if (message == null || !message.strip().startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(message, AgentReport.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
