// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.restore;

import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.image.ImageReader;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.DataDirectory;
import dev.cairn.node.storage.DataDirectoryException;
import dev.cairn.node.storage.DirectoryIdentity;
import dev.cairn.node.storage.StoreDirectory;
import dev.cairn.node.storage.rocksdb.RocksDbBackend;
import dev.cairn.node.storage.rocksdb.RocksDbOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * {@code etcdutl snapshot restore} into a data directory of ours. The snapshot is checked as a whole first; the
 * directory is built under {@code <data-dir>/.restoring} and becomes {@code <data-dir>/member} by one rename, so that a
 * crash leaves a member or none. A failure leaves nothing.
 */
public final class SnapshotRestore {
    /** Names in the data directory that begin so belong to a restore under way. */
    public static final String WORKSHOP = ".restoring";

    private static final FileDisk DISK = new FileDisk();

    private final RestoreRequest request;
    private final LongConsumer loadedBytes;

    /** {@code loadedBytes} hears how many bytes of records are in the new store. */
    public SnapshotRestore(RestoreRequest request, LongConsumer loadedBytes) {
        this.request = request;
        this.loadedBytes = loadedBytes;
    }

    public void run() throws IOException {
        checkTarget();
        try (ImageReader image = SnapshotCheck.open(request.snapshot(), request.skipHashCheck())) {
            boolean made = !Files.exists(request.dataDir());
            try {
                DISK.createDirectoryDurably(request.dataDir());
                deleteTree(workshop());
                build(image);
                deleteTree(workshop());
            } catch (IOException | RuntimeException e) {
                deleteTree(made ? request.dataDir() : workshop());
                if (request.walDir() != null) {
                    deleteTree(request.walDir());
                }
                throw e;
            }
        }
    }

    private void checkTarget() throws IOException {
        Path dataDir = request.dataDir();
        if (Files.exists(dataDir)) {
            DataDirectory.refuseForeign(dataDir);
            if (!Files.isDirectory(dataDir) || !isEmpty(dataDir)) {
                throw new DataDirectoryException("data-dir \"" + dataDir + "\" not empty or could not be read");
            }
        }
        if (request.walDir() != null && Files.exists(request.walDir())) {
            throw new DataDirectoryException("wal-dir \"" + request.walDir() + "\" exists");
        }
    }

    /** What restores leave while they work does not count, nor what a new file system has at its root. */
    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .allMatch(name -> name.startsWith(WORKSHOP) || name.equals("lost+found"));
        }
    }

    private void build(ImageReader image) throws IOException {
        try (DataDirectory directory = DataDirectory.open(workshop())) {
            StoreDirectory stores = StoreDirectory.open(
                    DISK, directory.store(), path -> RocksDbBackend.open(path, RocksDbOptions.defaults()));
            try (Backend store = stores.openCurrent()) {
                new RestoredStore(store, request.cluster()).fill(image, request.bumpRevision(), loadedBytes);
            }
            directory.writeIdentity(DirectoryIdentity.of(
                    request.cluster().ownId(), request.cluster().clusterId()));
            Path walDir = request.walDir() == null ? directory.wal() : request.walDir();
            RestoredLog.write(walDir, request.cluster());
            DISK.fsyncDirectory(directory.member());
            Files.move(directory.member(), request.dataDir().resolve("member"), StandardCopyOption.ATOMIC_MOVE);
            DISK.fsyncDirectory(request.dataDir());
        }
    }

    private Path workshop() {
        return request.dataDir().resolve(WORKSHOP);
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
