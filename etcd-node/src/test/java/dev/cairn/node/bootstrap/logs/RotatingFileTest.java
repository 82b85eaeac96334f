// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    private static final byte[] LINE = "0123456789\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-01-31T10:20:30Z");

    private RotatingFile open(Rotation rotation) throws IOException {
        return new RotatingFile(directory.resolve("etcd.log"), rotation, () -> now);
    }

    private void write(RotatingFile file, int lines) throws IOException {
        for (int i = 0; i < lines; i++) {
            file.append(LINE);
            now = now.plusSeconds(1);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsNotMade() {
        Path elsewhere = directory.resolve("logs");
        assertThatThrownBy(() -> new RotatingFile(elsewhere.resolve("etcd.log"), null, () -> now))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void linesAreAppendedToWhatIsThere() throws IOException {
        for (int start = 0; start < 2; start++) {
            try (RotatingFile file = open(null)) {
                write(file, 2);
            }
        }
        assertThat(Files.size(directory.resolve("etcd.log"))).isEqualTo(4 * LINE.length);
    }

    @Test
    void aLargeFileIsSetAsideUnderTheTime() throws IOException {
        try (RotatingFile file = open(new Rotation(2 * LINE.length, 0, 0, false, false))) {
            write(file, 3);
        }
        assertThat(names()).containsExactly("etcd-2026-01-31T10-20-32.000.log", "etcd.log");
        assertThat(Files.size(directory.resolve("etcd.log"))).isEqualTo(LINE.length);
    }

    @Test
    void theNewestOfThoseSetAsideAreKept() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("etcd-other.log"), "not ours");
        try (RotatingFile file = open(new Rotation(LINE.length, 0, 2, false, false))) {
            write(file, 5);
        }
        assertThat(names())
                .containsExactly(
                        "etcd-2026-01-31T10-20-33.000.log",
                        "etcd-2026-01-31T10-20-34.000.log",
                        "etcd-other.log",
                        "etcd.log");
    }

    @Test
    void theOldOnesOfThoseGo() throws IOException {
        now = Instant.now().plusSeconds(3 * 86_400);
        try (RotatingFile file = open(new Rotation(LINE.length, 2, 0, false, false))) {
            write(file, 2);
        }
        assertThat(names()).containsExactly("etcd.log");
    }

    @Test
    void whatIsSetAsideIsCompressed() throws IOException {
        try (RotatingFile file = open(new Rotation(LINE.length, 0, 0, false, true))) {
            write(file, 2);
        }
        assertThat(names()).containsExactly("etcd-2026-01-31T10-20-31.000.log.gz", "etcd.log");
        try (GZIPInputStream in =
                new GZIPInputStream(Files.newInputStream(directory.resolve("etcd-2026-01-31T10-20-31.000.log.gz")))) {
            assertThat(in.readAllBytes()).isEqualTo(LINE);
        }
    }
}
