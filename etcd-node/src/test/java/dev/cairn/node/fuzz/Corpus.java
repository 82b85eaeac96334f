// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A decoder's inputs: its seeds, and what was found once, which lies in the tree by the decoder's name. */
final class Corpus {
    private static final Path FOUND = Path.of("src/test/resources/fuzz");

    private Corpus() {}

    static List<byte[]> of(Fuzzed fuzzed) throws IOException {
        List<byte[]> all = new ArrayList<>(fuzzed.seeds());
        Path found = FOUND.resolve(fuzzed.name());
        if (Files.isDirectory(found)) {
            try (Stream<Path> files = Files.list(found)) {
                for (Path each : files.sorted().toList()) {
                    all.add(Files.readAllBytes(each));
                }
            }
        }
        return all;
    }
}
