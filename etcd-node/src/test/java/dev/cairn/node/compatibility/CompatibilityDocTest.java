// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** docs/COMPATIBILITY.md is what the tests say; {@code make compatibility} writes it anew. */
class CompatibilityDocTest {
    private static final Path DOCUMENT = Path.of("../docs/COMPATIBILITY.md");

    private final Compatibility compatibility = new Compatibility();

    @Test
    void theDocumentIsCurrent() throws IOException {
        String now = compatibility.document();
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(DOCUMENT, now);
        }
        List<String> changed = new ArrayList<>(now.lines().toList());
        changed.removeAll(Files.readAllLines(DOCUMENT));
        assertThat(changed)
                .as("docs/COMPATIBILITY.md is old (make compatibility): it lacks these lines")
                .isEmpty();
        assertThat(Files.readString(DOCUMENT).length())
                .as("docs/COMPATIBILITY.md has more than it should: make compatibility")
                .isEqualTo(now.length());
    }

    @Test
    void everyRpcHasARow() {
        Set<String> missing = new TreeSet<>(compatibility.rpcs());
        for (List<String> row : Compatibility.rows("/compatibility/rpcs.txt")) {
            String name = row.getFirst();
            missing.removeIf(rpc ->
                    rpc.equals(name) || name.endsWith("/*") && rpc.startsWith(name.substring(0, name.length() - 1)));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void whatIsNamedAsEvidenceIsThere() {
        assertThat(compatibility.missingEvidence()).isEmpty();
    }
}
