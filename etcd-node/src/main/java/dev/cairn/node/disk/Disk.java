// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk as durable code needs it: nothing is safe before {@link DiskFile#fsyncData} for a file's bytes and {@link
 * #fsyncDirectory} for its name. Errors are {@link IOException}s that name the path. Real: {@link FileDisk}; tests use
 * one in memory that forgets what was not synced.
 */
public interface Disk {
    /** A new file for reading and writing, mode 0600; fails if the name is taken. */
    DiskFile create(Path file) throws IOException;

    DiskFile openForWriting(Path file) throws IOException;

    DiskFile openForReading(Path file) throws IOException;

    /** The same as a channel, for whoever reads by channels; writing fails. */
    FileChannel openChannel(Path file) throws IOException;

    boolean exists(Path path);

    /** Names in the directory, sorted. */
    List<String> list(Path directory) throws IOException;

    /** With its parents, mode 0700; an existing one is fine. */
    void createDirectory(Path directory) throws IOException;

    /** Atomic; replaces an existing file, or an empty directory by a directory. */
    void rename(Path from, Path to) throws IOException;

    /** A file, or a directory with all that is in it; a missing one is fine. */
    void delete(Path path) throws IOException;

    /** Makes names that were created, renamed or deleted in the directory durable. */
    void fsyncDirectory(Path directory) throws IOException;

    /** All of a small file. */
    default byte[] read(Path file) throws IOException {
        try (DiskFile in = openForReading(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(in.sizeBytes()));
            in.read(bytes, 0);
            return bytes.array();
        }
    }

    /** A small file gets other contents, durably; a crash leaves the old ones or the new ones, whole. */
    default void replace(Path file, byte[] contents) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        delete(part);
        try (DiskFile out = create(part)) {
            out.write(ByteBuffer.wrap(contents), 0);
            out.fsyncData();
        }
        rename(part, file);
        fsyncDirectory(file.getParent());
    }

    /** As {@link #createDirectory}, durably: a directory whose name is lost takes all synced files with it. */
    default void createDirectoryDurably(Path directory) throws IOException {
        if (!exists(directory)) {
            Path parent = directory.toAbsolutePath().getParent();
            createDirectoryDurably(parent);
            createDirectory(directory);
            fsyncDirectory(parent);
        }
    }
}
