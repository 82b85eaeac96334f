// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.snapshot;

import dev.cairn.node.disk.Disk;
import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.wal.WalSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raft snapshots in {@code <term>-<index>.snap} files, 16 hex digits each. A member of ours does not need them to start;
 * they are kept so that an etcd up to 3.6 can start from the same directory.
 */
public final class SnapshotFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);
    private static final String SUFFIX = ".snap";

    private final Disk disk;
    private final Path directory;

    public SnapshotFiles(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Durable under its name when this returns. The log's record of it comes after. */
    public void save(Snapshot snapshot) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(SnapshotFileCodec.encode(snapshot));
        Path temporary = directory.resolve("tmp-" + fileName(snapshot.metadata()));
        disk.delete(temporary);
        try (DiskFile file = disk.create(temporary)) {
            file.write(bytes, 0);
            file.fsyncData();
        }
        disk.rename(temporary, directory.resolve(fileName(snapshot.metadata())));
        disk.fsyncDirectory(directory);
    }

    /**
     * The newest whose term and index the log knows ({@code points}). Files that cannot be read are renamed to {@code
     * .broken} and the next older one is tried.
     */
    public Optional<Snapshot> loadNewest(List<WalSnapshot> points) throws IOException {
        for (String name : newestFirst()) {
            Optional<Snapshot> snapshot = load(name);
            if (snapshot.isPresent() && isKnown(snapshot.get().metadata(), points)) {
                return snapshot;
            }
        }
        return Optional.empty();
    }

    /** Deletes all but the newest. */
    public void purge(int keep) throws IOException {
        List<String> names = newestFirst();
        for (String name : names.subList(Math.min(keep, names.size()), names.size())) {
            disk.delete(directory.resolve(name));
        }
    }

    private Optional<Snapshot> load(String name) throws IOException {
        Path path = directory.resolve(name);
        try (DiskFile file = disk.openForReading(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.sizeBytes()));
            file.read(bytes, 0);
            return Optional.of(SnapshotFileCodec.decode(bytes.array()));
        } catch (SnapshotFileCodec.DamagedException e) {
            LOG.warn("{}: {}; kept as {}.broken, trying an older one", path, e.getMessage(), name);
            disk.rename(path, directory.resolve(name + ".broken"));
            return Optional.empty();
        }
    }

    private static boolean isKnown(SnapshotMetadata metadata, List<WalSnapshot> points) {
        return points.stream().anyMatch(each -> each.index() == metadata.index() && each.term() == metadata.term());
    }

    private List<String> newestFirst() throws IOException {
        return disk.list(directory).stream()
                .filter(each -> each.endsWith(SUFFIX) && !each.startsWith("tmp"))
                .toList()
                .reversed();
    }

    private static String fileName(SnapshotMetadata metadata) {
        return String.format("%016x-%016x%s", metadata.term(), metadata.index(), SUFFIX);
    }
}
