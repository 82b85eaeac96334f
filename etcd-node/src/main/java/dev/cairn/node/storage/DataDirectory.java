// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
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

    private final Path dataDir;
    private final Path walDir;
    private final FileChannel lockFile;

    private DataDirectory(Path dataDir, Path walDir, FileChannel lockFile) {
        this.dataDir = dataDir;
        this.walDir = walDir;
        this.lockFile = lockFile;
    }

    /** Creates what is missing (mode 0700) and takes the lock. */
    public static DataDirectory open(Path dataDir) {
        return open(dataDir, memberPath(dataDir).resolve("wal"));
    }

    /** As {@link #open(Path)}, with the Raft log in a directory of its own (etcd's {@code --wal-dir}). */
    public static DataDirectory open(Path dataDir, Path walDir) {
        refuseForeign(dataDir);
        Path member = memberPath(dataDir);
        try {
            createPrivate(dataDir);
            createPrivate(member);
            FileChannel lockFile = lock(member.resolve("lock"), dataDir);
            createPrivate(member.resolve("snap"));
            createPrivate(member.resolve("store"));
            return new DataDirectory(dataDir, walDir, lockFile);
        } catch (IOException e) {
            throw new DataDirectoryException("cannot use data directory " + dataDir + ": " + e, e);
        }
    }

    /** Refuses a directory that another program's store lives in; touches nothing. */
    public static void refuseForeign(Path dataDir) {
        Path goStore = memberPath(dataDir).resolve("snap").resolve("db");
        if (Files.exists(goStore)) {
            throw new DataDirectoryException(goStore + " exists: " + dataDir
                    + " is the data directory of a Go etcd member, which this server does not open. Take a snapshot of"
                    + " that member and restore it with etcdutl into an empty directory.");
        }
    }

    private static Path memberPath(Path dataDir) {
        return dataDir.resolve("member");
    }

    private static FileChannel lock(Path path, Path dataDir) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return file;
            }
        } catch (OverlappingFileLockException e) {
            file.close();
            throw new DataDirectoryException("data directory " + dataDir + " is in use by this process already", e);
        }
        file.close();
        throw new DataDirectoryException(
                "data directory " + dataDir + " is in use by another process (" + path + " is locked)");
    }

    /** Empty in a directory that no member has used yet. */
    public Optional<DirectoryIdentity> identity() {
        return identityIn(dataDir);
    }

    /** As {@link #identity}, of a directory that somebody else may be using; touches nothing. */
    public static Optional<DirectoryIdentity> identityIn(Path dataDir) {
        Path path = memberPath(dataDir).resolve(IDENTITY);
        try {
            return Files.exists(path)
                    ? Optional.of(DirectoryIdentity.parse(Files.readString(path), path.toString()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new DataDirectoryException("cannot read " + path + ": " + e, e);
        }
    }

    /** Durable on return; a crash leaves the old file or the new one. */
    public void writeIdentity(DirectoryIdentity identity) {
        Path path = identityPath();
        Path part = path.resolveSibling(IDENTITY + ".part");
        try {
            try (FileChannel out = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(identity.toJson().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(path.getParent());
        } catch (AtomicMoveNotSupportedException e) {
            throw new DataDirectoryException("the file system of " + path + " cannot rename atomically", e);
        } catch (IOException e) {
            throw new DataDirectoryException("cannot write " + path + ": " + e, e);
        }
    }

    /** Makes the names in a directory durable: created, renamed and deleted files. */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Creates what is missing (mode 0700), durably: a directory whose name is lost takes all synced files with it. */
    public static void createPrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = directory.toAbsolutePath().getParent();
            createPrivate(parent);
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            syncDirectory(parent);
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
