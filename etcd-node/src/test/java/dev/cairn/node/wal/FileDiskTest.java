// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.raft.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {
    @TempDir
    private Path directory;

    private final FileDisk disk = new FileDisk();

    @Test
    void filesAndDirectoriesAreTheOwnersOnly() throws Exception {
        Path nested = directory.resolve("a/b");
        disk.createDirectory(nested);
        disk.createDirectory(nested);
        Path path = nested.resolve("file");
        disk.create(path).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(nested)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> disk.create(path)).isInstanceOf(FileAlreadyExistsException.class);
        disk.fsyncDirectory(nested);
        disk.delete(directory.resolve("a"));
        disk.delete(directory.resolve("a"));
        assertThat(disk.list(directory)).isEmpty();
    }

    @Test
    void bytesAreReadWhereTheyWereWritten() throws Exception {
        try (DiskFile file = disk.create(directory.resolve("file"))) {
            file.resize(1000);
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 998);
            assertThat(file.sizeBytes()).isEqualTo(1001);
            ByteBuffer into = ByteBuffer.allocate(10);
            assertThat(file.read(into, 996)).isEqualTo(5);
            assertThat(into.array()).startsWith(0, 0, 1, 2, 3);
            assertThat(file.read(ByteBuffer.allocate(1), 1001)).isZero();
            file.resize(999);
            file.fsyncData();
            assertThat(file.sizeBytes()).isEqualTo(999);
        }
    }

    @Test
    void aLockKeepsTheNextOneOut() throws Exception {
        Path path = directory.resolve("file");
        try (DiskFile first = disk.create(path);
                DiskFile second = disk.openForWriting(path)) {
            assertThat(first.tryLock()).isTrue();
            assertThat(second.tryLock()).isFalse();
        }
        try (DiskFile third = disk.openForWriting(path)) {
            assertThat(third.tryLock()).isTrue();
        }
    }

    @Test
    void aLogOnTheRealDiskCutsItsSegmentsWhereEtcdDoes() throws IOException {
        Path path = directory.resolve("wal");
        byte[] data = new byte[1_000_000];
        new Random(1).nextBytes(data);
        try (WriteAheadLog log = WriteAheadLog.create(disk, path, Log.METADATA)) {
            for (int i = 1; i <= 65; i++) {
                log.append(Log.state(1, i - 1), List.of(Entry.normal(1, i, data)));
                log.sync();
            }
        }
        assertThat(disk.list(path))
                .containsExactly(
                        "0000000000000000-0000000000000000.wal", "0000000000000001-0000000000000041.wal", "newest");
        assertThat(Files.size(path.resolve("0000000000000000-0000000000000000.wal")))
                .isBetween(64_000_000L, 65_100_000L);
        assertThat(Files.size(path.resolve("0000000000000001-0000000000000041.wal")))
                .isEqualTo(64_000_000);
        ReplayedLog recovered = WriteAheadLog.open(disk, path, WalSnapshot.NONE);
        assertThat(recovered.entries()).hasSize(65);
        assertThat(recovered.entries().getLast().data()).isEqualTo(data);
        assertThatThrownBy(() -> WriteAheadLog.open(disk, path, WalSnapshot.NONE))
                .isInstanceOf(WalException.class)
                .hasMessageContaining("in use");
        recovered.log().close();
    }
}
