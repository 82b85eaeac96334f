// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import dev.cairn.node.disk.Disk;
import dev.cairn.node.disk.DiskFile;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A disk whose files time their syncs. */
record TimedDisk(Disk disk, Timer syncs) implements Disk {
    @Override
    public DiskFile create(Path file) throws IOException {
        return new TimedFile(disk.create(file), syncs);
    }

    @Override
    public DiskFile openForWriting(Path file) throws IOException {
        return new TimedFile(disk.openForWriting(file), syncs);
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

    private record TimedFile(DiskFile file, Timer syncs) implements DiskFile {
        @Override
        public long sizeBytes() throws IOException {
            return file.sizeBytes();
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return file.read(into, offset);
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            file.write(from, offset);
        }

        @Override
        public void fsyncData() throws IOException {
            long began = System.nanoTime();
            file.fsyncData();
            syncs.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }

        @Override
        public void resize(long sizeBytes) throws IOException {
            file.resize(sizeBytes);
        }

        @Override
        public boolean tryLock() throws IOException {
            return file.tryLock();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
