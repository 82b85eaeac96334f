// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.image.ImageWriter;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.testkit.Program.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtcdutlTest {
    @TempDir
    Path dir;

    @Test
    void versionNamesToolAndApi() {
        assertThat(Tool.etcdutl("version").out()).isEqualTo("etcdutl version: 3.7.1\nAPI version: 3.7\n");
    }

    @Test
    void unknownFlagIsNamedWithTheUsageBehind() {
        Outcome outcome = Tool.etcdutl("snapshot", "status", "--nope=1", "file");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("Error: unknown flag: --nope\n")
                .contains("Usage:")
                .contains("--write-out");
    }

    @Test
    void unknownCommandIsNamed() {
        Outcome outcome = Tool.etcdutl("foo");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("Error: unknown command \"foo\" for \"etcdutl\"\nRun 'etcdutl --help' for usage.\n");
    }

    @Test
    void flagsWithoutOrWithABadValueAreNamed() {
        assertThat(Tool.etcdutl("snapshot", "status", "file", "-w").err())
                .startsWith("Error: flag needs an argument: --write-out\n");
        assertThat(Tool.etcdutl("snapshot", "status", "file", "--timeout=abc").err())
                .startsWith("Error: invalid argument \"abc\" for \"--timeout\" flag: time: invalid duration \"abc\"\n");
    }

    @Test
    void statusWantsOneFileThatExistsAndIsAnImage() throws IOException {
        Outcome none = Tool.etcdutl("snapshot", "status");
        assertThat(none.exitCode()).isEqualTo(128);
        assertThat(none.err()).isEqualTo("Error: snapshot status requires exactly one argument\n");
        Outcome missing = Tool.etcdutl("snapshot", "status", "nope");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).isEqualTo("Error: stat nope: no such file or directory\n");
        Path foreign = Files.writeString(dir.resolve("foreign"), "x".repeat(20_000));
        assertThat(Tool.etcdutl("snapshot", "status", foreign.toString()).err())
                .isEqualTo("Error: " + foreign + ": neither meta page is valid: this is no etcd database image, or its"
                        + " head is damaged\n");
    }

    @Test
    void formatsThatStatusDoesNotHaveAreRefused() throws IOException {
        Path file = dir.resolve("image");
        try (MemoryBackend store = new MemoryBackend();
                OutputStream out = Files.newOutputStream(file)) {
            new ImageWriter(store.read()).writeTo(out);
        }
        Outcome protobuf = Tool.etcdutl("snapshot", "status", file.toString(), "-w", "protobuf");
        assertThat(protobuf.exitCode()).isEqualTo(4);
        assertThat(protobuf.err()).isEqualTo("Error: protobuf not supported as output format\n");
        assertThat(Tool.etcdutl("-w", "xx", "snapshot", "status", "nope").exitCode())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "9,9 B",
        "10,10 B",
        "999,999 B",
        "9830,9.8 kB",
        "20480,20 kB",
        "1234567,1.2 MB",
        "25000000,25 MB"
    })
    void sizesHaveTwoDigits(long bytes, String text) {
        assertThat(HumanBytes.of(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "10s,10000", "1h30m,5400000", "1.5s,1500", "-250ms,-250"})
    void durationsAreReadAsGoWritesThem(String text, long millis) {
        assertThat(new GoDuration().convert(text).duration().toMillis()).isEqualTo(millis);
    }
}
