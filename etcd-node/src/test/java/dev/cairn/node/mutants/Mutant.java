// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bug to be noticed: a unified diff with a head that says which bug it is and what should notice it.
 *
 * <pre>
 * Bug: what is wrong, and which rule it breaks
 * Kill: raft-sim ELECTIONS
 * Kill: test dev.cairn.node.raft.core.RaftPaperElectionTest
 * </pre>
 *
 * {@code Expect: survives} is for the control that changes nothing; {@code Equivalent: reason} excuses a mutant that
 * cannot be noticed, and needs the reason.
 */
record Mutant(String name, Path patch, String bug, List<Killer> killers, boolean mustSurvive, String equivalent) {
    private static final String SUFFIX = ".patch";

    /** All of a directory, by name. */
    static List<Mutant> readAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Mutant> all = new ArrayList<>();
            for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                all.add(read(file));
            }
            return all;
        }
    }

    private static Mutant read(Path patch) throws IOException {
        String bug = null;
        String equivalent = null;
        boolean mustSurvive = false;
        List<Killer> killers = new ArrayList<>();
        for (String line : Files.readAllLines(patch)) {
            if (line.startsWith("--- ")) {
                break;
            }
            String value = line.substring(line.indexOf(':') + 1).trim();
            switch (line.substring(0, Math.max(0, line.indexOf(':')))) {
                case "Bug" -> bug = value;
                case "Kill" -> killers.add(Killer.parse(patch, value));
                case "Equivalent" -> equivalent = value;
                case "Expect" -> mustSurvive = value.equals("survives");
                default -> require(line.isBlank() || line.startsWith(" "), patch, "unknown line '" + line + "'");
            }
        }
        require(bug != null, patch, "no line 'Bug: ...' says what is wrong");
        require(!killers.isEmpty() || equivalent != null, patch, "no line 'Kill: ...' says what should notice it");
        require(equivalent == null || equivalent.length() > 20, patch, "'Equivalent:' needs its reason");
        String file = patch.getFileName().toString();
        String name = file.substring(0, file.length() - SUFFIX.length());
        return new Mutant(name, patch, bug, List.copyOf(killers), mustSurvive, equivalent);
    }

    private static void require(boolean holds, Path patch, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException(patch + ": " + complaint);
        }
    }
}
