// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shim under a shell, and what power cuts from many seeds leave: what was synced always, the rest sometimes. */
class CutDiskIT {
    private static final int SEEDS = 100;

    @TempDir
    private static Path shared;

    private static Path shim;

    @BeforeAll
    static void compileTheShim() {
        shim = shared.resolve("powercut.so");
        Program.of("gcc").output("-shared", "-fPIC", "-o", shim.toString(), "src/test/c/powercut.c", "-lpthread");
    }

    /** What is left of one file after each seed's cut: its text, or nothing. */
    private static Set<String> left(String file, String script) {
        Set<String> left = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            left.add(leftOnce(file, script, seed));
        }
        return left;
    }

    private static String leftOnce(String file, String script, long seed) {
        try {
            Path directory = Files.createTempDirectory(shared, "disk");
            CutDisk disk = new CutDisk(directory);
            disk.begin();
            ProcessBuilder shell = new ProcessBuilder("sh", "-ec", script)
                    .directory(directory.resolve("disk").toFile())
                    .inheritIO();
            shell.environment().putAll(disk.environment());
            shell.environment().put("LD_PRELOAD", shim.toString());
            assertThat(shell.start().waitFor()).as(script).isZero();
            disk.cut(new SplittableRandom(seed));
            Path path = directory.resolve("disk").resolve(file);
            return Files.exists(path) ? Files.readString(path).replace("\0", "0") : "nothing";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatWasSyncedStays() {
        assertThat(left("f", "printf old >f; sync f; sync .")).containsExactly("old");
    }

    @Test
    void aFileWhoseNameWasNotSyncedMayBeGoneWithAllThatWasSyncedInIt() {
        assertThat(left("f", "printf old >f; sync f")).containsExactly("nothing", "old");
    }

    @Test
    void bytesThatWereNotSyncedMayBeGoneOrZerosOrThere() {
        assertThat(left("f", "printf old >f; sync ."))
                .contains("", "000", "old")
                .doesNotContain("nothing");
    }

    @Test
    void anOverwrittenSectorIsTheOldOneOrTheNewOne() {
        assertThat(left("f", "printf old >f; sync f; sync .; printf new | dd of=f conv=notrunc status=none"))
                .containsExactly("new", "old");
    }

    @Test
    void aRenameThatWasNotSyncedLeavesTheOldFileOrTheNewOne() {
        assertThat(left("f", "printf old >f; sync f; printf new >g; sync g; sync .; mv g f"))
                .containsExactly("new", "old");
    }

    @Test
    void aDeletedFileMayComeBack() {
        assertThat(left("f", "printf old >f; sync f; sync .; rm f")).containsExactly("nothing", "old");
    }

    @Test
    void aCutFileMayHaveItsOldLengthAgain() {
        assertThat(left("f", "printf old >f; sync f; sync .; truncate -s 1 f")).contains("o", "old");
    }

    @Test
    void aDirectoryWhoseNameWasNotSyncedMayBeGone() {
        assertThat(left("d/f", "mkdir d; printf old >d/f; sync d/f; sync d")).containsExactly("nothing", "old");
    }
}
