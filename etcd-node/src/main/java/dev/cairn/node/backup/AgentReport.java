// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.node.backup.store.AgentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run came to, as one JSON object for the container's termination message. Fields are added over time, never
 * renamed; {@code version} rises when a reader could misunderstand.
 */
public final class AgentReport {
    private static final int VERSION = 1;
    /** Kubernetes keeps 4096 bytes of a termination message; what does not fit would not be JSON any more. */
    private static final int MAX_BYTES = 4096;

    private static final int MAX_ERROR_CHARS = 1024;
    private static final String PRUNED = "pruned";
    private static final String GONE = "gone";

    private final Map<String, Object> fields = new LinkedHashMap<>();

    private AgentReport() {
        fields.put("version", VERSION);
    }

    public static AgentReport saved(BackupRecord record, List<String> pruned, List<String> gone, long durationMillis) {
        AgentReport report = new AgentReport();
        report.fields.put("name", record.name());
        report.describe(record.revision(), record.hashKv(), record.compactRevision());
        report.fields.put("sizeBytes", record.sizeBytes());
        report.fields.put("sha256", record.sha256());
        report.fields.put("durationMillis", durationMillis);
        report.fields.put("totalKeys", record.totalKeys());
        report.fields.put(PRUNED, pruned);
        report.fields.put(GONE, gone);
        return report;
    }

    public static AgentReport proven(ObjectName name, SnapshotProof proof, long durationMillis) {
        AgentReport report = new AgentReport();
        report.fields.put("name", name.key());
        report.describe(
                proof.revision(),
                Integer.toUnsignedLong(proof.kvHash().hash()),
                proof.kvHash().compactRevision());
        report.fields.put("sizeBytes", proof.sizeBytes());
        report.fields.put("sha256", proof.sha256());
        report.fields.put("durationMillis", durationMillis);
        report.fields.put("totalKeys", proof.status().totalKeys());
        return report;
    }

    public static AgentReport pruned(List<String> pruned, long durationMillis) {
        AgentReport report = new AgentReport();
        report.fields.put("durationMillis", durationMillis);
        report.fields.put(PRUNED, pruned);
        return report;
    }

    /** What a look into the bucket found missing. */
    public static AgentReport checked(List<String> gone, long durationMillis) {
        AgentReport report = new AgentReport();
        report.fields.put("durationMillis", durationMillis);
        report.fields.put(GONE, gone);
        return report;
    }

    /** A restore found the member that it was to make. */
    public static AgentReport alreadyRestored(ObjectName name) {
        AgentReport report = new AgentReport();
        report.fields.put("name", name.key());
        report.fields.put("alreadyRestored", true);
        return report;
    }

    public static AgentReport failed(AgentException failure) {
        AgentReport report = new AgentReport();
        String message = String.valueOf(failure.getMessage());
        report.fields.put("error", message.substring(0, Math.min(message.length(), MAX_ERROR_CHARS)));
        report.fields.put("reason", failure.reason().text());
        return report;
    }

    private void describe(long revision, long hashKv, long compactRevision) {
        fields.put("revision", revision);
        fields.put("hashKV", hashKv);
        fields.put("compactRevision", compactRevision);
    }

    /** Of many names only the first are told, and how many there were. */
    public String toJson() {
        Map<String, Object> told = new LinkedHashMap<>(fields);
        while (write(told).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            Optional<String> longest = Stream.of(PRUNED, GONE)
                    .filter(field -> !names(told, field).isEmpty())
                    .max(Comparator.comparingInt(field -> names(told, field).size()));
            if (longest.isEmpty()) {
                break;
            }
            String field = longest.get();
            List<?> all = names(told, field);
            told.put(field, all.subList(0, all.size() / 2));
            told.put(field + "Count", names(fields, field).size());
        }
        return write(told);
    }

    private static List<?> names(Map<String, Object> of, String field) {
        return (List<?>) of.getOrDefault(field, List.of());
    }

    private static String write(Map<String, Object> fields) {
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts always have a JSON form", e);
        }
    }

    public void writeTo(Path file) throws IOException {
        Files.writeString(file, toJson());
    }
}
