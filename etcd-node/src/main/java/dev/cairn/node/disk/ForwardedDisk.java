// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** A disk that does all that another one does; who extends it changes the files that are written, or more. */
public abstract class ForwardedDisk implements Disk {
    private final Disk disk;

    protected ForwardedDisk(Disk disk) {
        this.disk = disk;
    }

    /** What writers get for a file of the other disk. */
    protected abstract DiskFile written(Path path, DiskFile file);

    @Override
    public DiskFile create(Path file) throws IOException {
        return written(file, disk.create(file));
    }

    @Override
    public DiskFile openForWriting(Path file) throws IOException {
        return written(file, disk.openForWriting(file));
    }

    @Override
    public DiskFile openForReading(Path file) throws IOException {
        return disk.openForReading(file);
    }

    @Override
    public FileChannel openChannel(Path file) throws IOException {
        return disk.openChannel(file);
    }

    @Override
    public boolean exists(Path path) {
        return disk.exists(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        disk.createDirectory(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void fsyncDirectory(Path directory) throws IOException {
        disk.fsyncDirectory(directory);
    }
}
