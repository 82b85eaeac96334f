// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is wrong with a container, with the last words of its process: the kubelet puts the end of the log into the
 * termination message. Nothing in it changes while the trouble is the same, such as the length of a back-off.
 */
final class ContainerFacts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WORDS_MAX = 400;
    private static final Set<String> ON_ITS_WAY = Set.of("ContainerCreating", "PodInitializing");
    private static final String CRASH_LOOP = "CrashLoopBackOff";
    private static final String COMPLETED = "Completed";

    private ContainerFacts() {}

    /** Empty when nothing is known to be wrong. */
    static Optional<String> trouble(ContainerStatus container) {
        ContainerState state = container.getState();
        if (state == null || Boolean.TRUE.equals(container.getReady())) {
            return Optional.empty();
        }
        Optional<ContainerStateTerminated> last =
                Optional.ofNullable(container.getLastState()).map(ContainerState::getTerminated);
        if (state.getWaiting() != null) {
            String reason = state.getWaiting().getReason();
            if (reason == null || ON_ITS_WAY.contains(reason)) {
                return last.map(end -> container.getName() + ": " + ended(end));
            }
            // How long it waits before the next try is not the trouble.
            String message =
                    CRASH_LOOP.equals(reason) ? null : state.getWaiting().getMessage();
            return Optional.of(container.getName() + ": " + joined(reason, message)
                    + last.map(end -> ": " + ended(end)).orElse(""));
        }
        if (state.getTerminated() != null) {
            boolean well = COMPLETED.equals(state.getTerminated().getReason());
            return well ? Optional.empty() : Optional.of(container.getName() + ": " + ended(state.getTerminated()));
        }
        return last.map(end -> container.getName() + ": started again after it " + ended(end));
    }

    /** A reason and what is said of it, where there are both. */
    static String joined(String reason, String message) {
        if (reason == null) {
            return message == null ? "" : message;
        }
        return message == null ? reason : reason + ": " + message;
    }

    private static String ended(ContainerStateTerminated end) {
        String reason = end.getReason() == null || "Error".equals(end.getReason()) ? "" : ", " + end.getReason();
        String words = lastWords(end.getMessage());
        return "ended with exit code " + end.getExitCode() + reason + (words.isEmpty() ? "" : ": " + words);
    }

    /** The last line that says something; of a line of JSON its message and its error. */
    static String lastWords(String message) {
        List<String> lines = message == null
                ? List.of()
                : message.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return "";
        }
        String line = lines.getLast().strip();
        String words = line.startsWith("{") ? said(line) : line;
        return words.length() > WORDS_MAX ? words.substring(0, WORDS_MAX) : words;
    }

    private static String said(String line) {
        try {
            JsonNode fields = JSON.readTree(line);
            String words = Stream.of("msg", "message", "error")
                    .map(name -> fields.path(name).asText())
                    .filter(text -> !text.isEmpty())
                    .distinct()
                    .reduce((all, one) -> all + ": " + one)
                    .orElse("");
            return words.isEmpty() ? line : words;
        } catch (JsonProcessingException e) {
            // Cut off at its beginning, as the kubelet keeps so many bytes: told as it is.
            return line;
        }
    }
}
