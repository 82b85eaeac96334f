// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import dev.cairn.node.disk.Disk;
import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.disk.ForwardedDisk;
import dev.cairn.node.disk.ForwardedFile;
import dev.cairn.node.figures.DiskFigures;
import java.io.IOException;
import java.nio.file.Path;

/** A disk that times how received images of the store are saved: each sync, and the whole from creation to close. */
final class TimedImages extends ForwardedDisk {
    private static final String IMAGE = ".snap.db";

    private final DiskFigures figures;

    TimedImages(Disk disk, DiskFigures figures) {
        super(disk);
        this.figures = figures;
    }

    @Override
    protected DiskFile written(Path path, DiskFile file) {
        return path.toString().endsWith(IMAGE) ? new Image(file, figures) : file;
    }

    private static final class Image extends ForwardedFile {
        private final DiskFigures figures;
        private final long createdNanos = System.nanoTime();

        Image(DiskFile file, DiskFigures figures) {
            super(file);
            this.figures = figures;
        }

        @Override
        public void fsyncData() throws IOException {
            long began = System.nanoTime();
            super.fsyncData();
            figures.imageSyncs().observeNanos(System.nanoTime() - began);
        }

        @Override
        public void close() throws IOException {
            super.close();
            figures.imageSaves().observeNanos(System.nanoTime() - createdNanos);
        }
    }
}
