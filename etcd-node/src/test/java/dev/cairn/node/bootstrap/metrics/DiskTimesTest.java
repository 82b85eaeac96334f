// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.figures.DiskFigures;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTimesTest {
    @TempDir
    private Path directory;

    private final DiskFigures figures = new DiskFigures();
    private final DiskTimes times = new DiskTimes(figures);

    @Test
    void everyWriteAndSyncOfALogFileIsTimed() throws IOException {
        try (DiskFile file = times.log(new FileDisk()).create(directory.resolve("log"))) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
            file.fsyncData();
            file.fsyncData();
            assertThat(file.sizeBytes()).isEqualTo(3);
        }
        assertThat(figures.logSyncs().read().count()).isEqualTo(2);
        assertThat(figures.logWrites().read().count()).isEqualTo(1);
        assertThat(figures.logBytes().sum()).isEqualTo(3);
    }

    @Test
    void ofTheOtherFilesImagesAreTimed() throws IOException {
        for (String name : new String[] {"tmp-0000000000000007.snap.db", "cairn.json"}) {
            try (DiskFile file = times.images(new FileDisk()).create(directory.resolve(name))) {
                file.fsyncData();
            }
        }
        assertThat(figures.imageSyncs().read().count()).isEqualTo(1);
        assertThat(figures.imageSaves().read().count()).isEqualTo(1);
    }

    @Test
    void commitsAndFlushesOfTheStoreAreTimed() {
        try (Backend backend = times.store(new MemoryBackend())) {
            try (WriteTx tx = backend.begin()) {
                tx.put(Bucket.KEY, new byte[] {1}, new byte[] {2});
                tx.commit();
            }
            backend.flush();
            assertThat(backend.getFlushed(Bucket.KEY, new byte[] {1})).containsExactly(2);
        }
        assertThat(figures.commits().read().count()).isEqualTo(2);
    }

    @Test
    void openReadsOfTheStoreAreCounted() {
        try (Backend backend = times.store(new MemoryBackend())) {
            ReadTx tx = backend.read();
            assertThat(figures.openReads().sum()).isEqualTo(1);
            tx.close();
        }
        assertThat(figures.openReads().sum()).isZero();
    }
}
