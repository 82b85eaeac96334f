// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import dev.cairn.node.disk.Disk;
import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.disk.ForwardedDisk;
import dev.cairn.node.disk.ForwardedFile;
import dev.cairn.node.figures.DiskFigures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A disk that times the writes and syncs of the log's files. */
final class TimedDisk extends ForwardedDisk {
    private final DiskFigures figures;

    TimedDisk(Disk disk, DiskFigures figures) {
        super(disk);
        this.figures = figures;
    }

    @Override
    protected DiskFile written(Path path, DiskFile file) {
        return new ForwardedFile(file) {
            @Override
            public void write(ByteBuffer from, long offset) throws IOException {
                figures.logBytes().add(from.remaining());
                long began = System.nanoTime();
                super.write(from, offset);
                figures.logWrites().observeNanos(System.nanoTime() - began);
            }

            @Override
            public void fsyncData() throws IOException {
                long began = System.nanoTime();
                super.fsyncData();
                figures.logSyncs().observeNanos(System.nanoTime() - began);
            }
        };
    }
}
