// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import java.io.IOException;
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
}
