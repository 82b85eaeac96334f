// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path dir;

    @Test
    void identityComesBackWithAllSixtyFourBits() {
        Path dataDir = dir.resolve("new");
        try (DataDirectory directory = DataDirectory.open(dataDir)) {
            assertThat(directory.identity()).isEmpty();
            directory.writeIdentity(DirectoryIdentity.of(0xcdf8_1819_4e3a_8c32L, 0x0628_170c_800d_bceeL));
        }
        try (DataDirectory directory = DataDirectory.open(dataDir)) {
            assertThat(directory.identity())
                    .contains(DirectoryIdentity.of(0xcdf8_1819_4e3a_8c32L, 0x0628_170c_800d_bceeL));
            assertThat(directory.member().resolve("cairn.json"))
                    .hasContent("{\"formatVersion\":1,\"memberId\":\"cdf818194e3a8c32\","
                            + "\"clusterId\":\"628170c800dbcee\"}\n");
        }
    }

    @Test
    void secondUserOfTheDirectoryIsRefused() {
        try (DataDirectory first = DataDirectory.open(dir)) {
            assertThat(first.store()).isDirectory();
            assertThatThrownBy(() -> DataDirectory.open(dir))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining("is in use")
                    .hasMessageContaining(dir.toString());
        }
        DataDirectory.open(dir).close();
    }

    @Test
    void anotherProcessWithTheLockIsRefused() throws Exception {
        DataDirectory.open(dir).close();
        Process holder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        dir.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat((char) holder.getInputStream().read()).isEqualTo('L');
            assertThatThrownBy(() -> DataDirectory.open(dir))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining("in use by another process");
        } finally {
            holder.getOutputStream().close();
            holder.waitFor();
        }
    }

    /** Holds the lock until its input ends. */
    public static final class LockHolder {
        public static void main(String[] args) throws IOException {
            try (DataDirectory held = DataDirectory.open(Path.of(args[0]))) {
                System.out.print(held.identity().isPresent() ? "?" : "L");
                System.out.flush();
                System.in.read();
            }
        }
    }

    @Test
    void goMembersDirectoryIsRefusedByNameAndLeftAlone() throws IOException {
        Path db = dir.resolve("member/snap/db");
        Files.createDirectories(db.getParent());
        Files.writeString(db, "bolt");
        assertThatThrownBy(() -> DataDirectory.open(dir))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("member/snap/db")
                .hasMessageContaining("Go etcd member");
        assertThat(dir.resolve("member")).isDirectoryNotContaining("glob:**lock");
    }

    @Test
    void identityOfALaterReleaseIsRefused() throws IOException {
        try (DataDirectory directory = DataDirectory.open(dir)) {
            Files.writeString(
                    directory.member().resolve("cairn.json"),
                    "{\"formatVersion\":2,\"memberId\":\"1\",\"clusterId\":\"2\"}");
            assertThatThrownBy(directory::identity)
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining("format version 2")
                    .hasMessageContaining("cairn.json");
        }
    }

    @Test
    void damagedIdentityNamesTheFile() throws IOException {
        try (DataDirectory directory = DataDirectory.open(dir)) {
            for (String damaged : List.of("", "{", "[]", "{\"formatVersion\":1,\"memberId\":\"x\"}")) {
                Files.writeString(directory.member().resolve("cairn.json"), damaged);
                assertThatThrownBy(directory::identity)
                        .as(damaged)
                        .isInstanceOf(DataDirectoryException.class)
                        .hasMessageContaining("cairn.json");
            }
        }
    }
}
