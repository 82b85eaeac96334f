// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever changes code that a mutant changes is told at once; whether mutants are noticed is for {@code make mutants}. */
class MutantsTest {
    private static final Path PATCHES = Path.of("src/test/mutants");

    static List<Mutant> mutants() throws IOException {
        return Mutant.readAll(PATCHES);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void itsPatchAppliesToTheCodeAsItIs(Mutant mutant) throws Exception {
        Process patch = new ProcessBuilder(
                        "patch",
                        "--dry-run",
                        "--fuzz=0",
                        "--batch",
                        "-p1",
                        "-d",
                        "..",
                        "-i",
                        mutant.patch().toAbsolutePath().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(patch.getInputStream().readAllBytes());
        assertThat(patch.waitFor()).as("%s: %s", mutant.name(), said).isZero();
    }
}
