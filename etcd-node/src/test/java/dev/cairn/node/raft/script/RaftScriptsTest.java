// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our own scripts, journal lines included. {@code -Drewrite=true} writes what came out: review it like code. */
class RaftScriptsTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/raft");

    static Stream<Path> scripts() throws IOException {
        return RaftScripts.scriptsIn(SCRIPTS).stream();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void coreDoesWhatTheScriptSays(Path file) throws IOException {
        ScriptRun run = new ScriptRun(file, new Interaction(), ScriptRun.WITH_LOG);
        if (Boolean.getBoolean("rewrite")) {
            run.rewrite();
        } else {
            assertThat(run.compare()).isEmpty();
            assertThat(run.commands()).isPositive();
        }
    }

    @Test
    void thereAreScripts() throws IOException {
        assertThat(scripts()).hasSizeGreaterThan(15);
    }
}
