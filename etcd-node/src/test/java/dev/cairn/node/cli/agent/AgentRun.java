// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of the agent inside the test's process. */
record AgentRun(int exitCode, JsonNode report, String errors) {
    static AgentRun of(Path dir, Map<String, String> environment, Clock clock, List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Path log = dir.resolve("termination-log");
        List<String> all = new ArrayList<>(arguments);
        all.add("--termination-log=" + log);
        int exitCode = new BackupAgent(environment, clock).run(new PrintWriter(out), new PrintWriter(err), all);
        try {
            String report = Files.readString(log);
            Files.delete(log);
            if (!out.toString().equals(report + "\n")) {
                throw new AssertionError("printed " + out + " but reported " + report);
            }
            return new AgentRun(exitCode, new ObjectMapper().readTree(report), err.toString());
        } catch (JsonProcessingException e) {
            throw new AssertionError("the report is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(out + "\n" + err, e);
        }
    }

    String reason() {
        return report.path("reason").asText();
    }
}
