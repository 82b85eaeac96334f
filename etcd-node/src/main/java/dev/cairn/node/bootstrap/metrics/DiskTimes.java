// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import dev.cairn.node.disk.Disk;
import dev.cairn.node.figures.DiskFigures;
import dev.cairn.node.storage.Backend;

/** Puts the disk's and the store's clocks around them. */
public record DiskTimes(DiskFigures figures) {
    /** The same disk for the log: every write and sync of a file's bytes is timed. */
    public Disk log(Disk disk) {
        return new TimedDisk(disk, figures);
    }

    /** The same disk for received images. */
    public Disk images(Disk disk) {
        return new TimedImages(disk, figures);
    }

    /** The same store; commits and flushes are timed: between them they do what a commit of etcd's store does. */
    public Backend store(Backend backend) {
        return new TimedBackend(backend, figures);
    }
}
