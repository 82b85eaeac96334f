// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

import dev.cairn.node.disk.Disk;
import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.disk.FileDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One member's data directory, held against a second process while it is open:
 *
 * <pre>
 * &lt;data-dir&gt;/member/wal/         the Raft log (elsewhere with a WAL directory of its own)
 * &lt;data-dir&gt;/member/snap/        raft snapshots and received images
 * &lt;data-dir&gt;/member/store/       the store behind its pointer file
 * &lt;data-dir&gt;/member/cairn.json   {@link DirectoryIdentity}
 * &lt;data-dir&gt;/member/lock         locked while a process uses the directory
 * </pre>
 *
 * A Go member keeps its store in {@code member/snap/db}; such a directory is refused by name. Every refusal is a
 * {@link DataDirectoryException} and leaves the directory as it was.
 */
public final class DataDirectory implements AutoCloseable {
    /** What an operator does with a member whose files cannot be trusted any more. */
    public static final String REPLACE_MEMBER =
            "remove this member from the cluster and add it again with an empty data"
                    + " directory (the only member of its cluster: restore a backup)";

    private static final String IDENTITY = "cairn.json";

    private final Disk disk;
    private final Path dataDir;
    private final Path walDir;
    private final DiskFile lockFile;

    private DataDirectory(Disk disk, Path dataDir, Path walDir, DiskFile lockFile) {
        this.disk = disk;
        this.dataDir = dataDir;
        this.walDir = walDir;
        this.lockFile = lockFile;
    }

    /** As below, on the real disk, with the Raft log in its usual place. */
    public static DataDirectory open(Path dataDir) {
        return open(new FileDisk(), dataDir, memberPath(dataDir).resolve("wal"));
    }

    /** Creates what is missing (mode 0700) and takes the lock; the Raft log is in {@code walDir} (etcd's {@code --wal-dir}). */
    public static DataDirectory open(Disk disk, Path dataDir, Path walDir) {
        refuseForeign(disk, dataDir);
        Path member = memberPath(dataDir);
        try {
            disk.createDirectoryDurably(member);
            DiskFile lockFile = lock(disk, member.resolve("lock"), dataDir);
            disk.createDirectoryDurably(member.resolve("snap"));
            disk.createDirectoryDurably(member.resolve("store"));
            // what a killed process did not get to sync is relied on from here on
            disk.fsyncDirectory(member);
            return new DataDirectory(disk, dataDir, walDir, lockFile);
        } catch (IOException e) {
            throw new DataDirectoryException("cannot use data directory " + dataDir + ": " + e, e);
        }
    }

    /** Refuses a directory that another program's store lives in; touches nothing. */
    public static void refuseForeign(Path dataDir) {
        refuseForeign(new FileDisk(), dataDir);
    }

    private static void refuseForeign(Disk disk, Path dataDir) {
        Path goStore = memberPath(dataDir).resolve("snap").resolve("db");
        if (disk.exists(goStore)) {
            throw new DataDirectoryException(goStore + " exists: " + dataDir
                    + " is the data directory of a Go etcd member, which this server does not open. Take a snapshot of"
                    + " that member and restore it with etcdutl into an empty directory.");
        }
    }

    private static Path memberPath(Path dataDir) {
        return dataDir.resolve("member");
    }

    private static DiskFile lock(Disk disk, Path path, Path dataDir) throws IOException {
        DiskFile file = lockFile(disk, path);
        if (!file.tryLock()) {
            file.close();
            throw new DataDirectoryException(
                    "data directory " + dataDir + " is in use by another process (" + path + " is locked)");
        }
        return file;
    }

    private static DiskFile lockFile(Disk disk, Path path) throws IOException {
        if (!disk.exists(path)) {
            try {
                return disk.create(path);
            } catch (FileAlreadyExistsException e) {
                return disk.openForWriting(path);
            }
        }
        return disk.openForWriting(path);
    }

    /** Empty in a directory that no member has used yet. */
    public Optional<DirectoryIdentity> identity() {
        return identityIn(disk, dataDir);
    }

    /** As {@link #identity}, of a directory that somebody else may be using; touches nothing. */
    public static Optional<DirectoryIdentity> identityIn(Path dataDir) {
        return identityIn(new FileDisk(), dataDir);
    }

    private static Optional<DirectoryIdentity> identityIn(Disk disk, Path dataDir) {
        Path path = memberPath(dataDir).resolve(IDENTITY);
        try {
            return disk.exists(path)
                    ? Optional.of(DirectoryIdentity.parse(
                            new String(disk.read(path), StandardCharsets.UTF_8), path.toString()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new DataDirectoryException("cannot read " + path + ": " + e, e);
        }
    }

    /** Durable on return; a crash leaves the old file or the new one. */
    public void writeIdentity(DirectoryIdentity identity) {
        Path path = identityPath();
        try {
            disk.replace(path, identity.toJson().getBytes(StandardCharsets.UTF_8));
        } catch (AtomicMoveNotSupportedException e) {
            throw new DataDirectoryException("the file system of " + path + " cannot rename atomically", e);
        } catch (IOException e) {
            throw new DataDirectoryException("cannot write " + path + ": " + e, e);
        }
    }

    public Path dataDir() {
        return dataDir;
    }

    public Path member() {
        return memberPath(dataDir);
    }

    public Path wal() {
        return walDir;
    }

    public Path snap() {
        return member().resolve("snap");
    }

    public Path store() {
        return member().resolve("store");
    }

    /** The file that says whose directory this is. */
    public Path identityPath() {
        return member().resolve(IDENTITY);
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new DataDirectoryException("cannot unlock data directory " + dataDir + ": " + e, e);
        }
    }
}
