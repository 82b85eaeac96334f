// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.disk;

import java.nio.file.Path;

/**
 * A disk that makes nothing durable, for {@code --unsafe-no-fsync}: what was acknowledged survives the process, since the
 * kernel has it, and is lost with the machine.
 */
public final class UnsyncedDisk extends ForwardedDisk {
    public UnsyncedDisk(Disk disk) {
        super(disk);
    }

    @Override
    protected DiskFile written(Path path, DiskFile file) {
        return new ForwardedFile(file) {
            @Override
            public void fsyncData() {
                // The flag asks for just this.
            }
        };
    }

    @Override
    public void fsyncDirectory(Path directory) {
        // As above.
    }
}
