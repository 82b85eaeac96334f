// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents that name classes and methods go stale silently; these are held against the sources. */
class ArchitectureDocTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:\\.([A-Za-z][A-Za-z0-9]*))?`");

    @Test
    void everyClassAndMethodThatTheDocumentsNameExists() throws IOException {
        Map<String, String> sources = sources();
        Set<String> missing = new TreeSet<>();
        int found = 0;
        for (Path document : documents()) {
            Matcher named = NAMED.matcher(Files.readString(document));
            while (named.find()) {
                found++;
                String source = sources.get(named.group(1));
                String member = named.group(2);
                if (source == null || member != null && !declares(source, member)) {
                    missing.add(document.getFileName() + ": " + named.group());
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).as("names in the documents").isGreaterThan(80);
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("docs/ARCHITECTURE.md")));
        try (Stream<Path> flows = Files.list(ROOT.resolve("docs/flows"))) {
            documents.addAll(flows.sorted().toList());
        }
        return documents;
    }

    private static boolean declares(String source, String member) {
        return Pattern.compile("\\b(?:record |class |interface )?" + member + "\\(")
                .matcher(source)
                .find();
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString();
                sources.merge(
                        name.substring(0, name.length() - ".java".length()), Files.readString(file), String::concat);
            }
        }
        for (String external : new String[] {"EtcdCluster", "EtcdBackup", "EtcdRestore"}) {
            sources.putIfAbsent(external, "");
        }
        return sources;
    }
}
