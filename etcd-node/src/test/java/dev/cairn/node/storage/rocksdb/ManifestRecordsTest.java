// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.WriteTx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hole in a real manifest is found, which RocksDB would take for its end; what a power cut leaves is let through. */
class ManifestRecordsTest {
    private static final int PAGE_BYTES = 4096;

    @TempDir
    Path directory;

    @Test
    void aManifestOfSeveralBlocksIsWhole() throws IOException {
        byte[] manifest = Files.readAllBytes(manifestOfManyFlushes());
        assertThat(manifest).hasSizeGreaterThan(2 * 32_768);
        assertThat(ManifestRecords.fault(manifest)).isNull();
    }

    @Test
    void everyZeroedPageButTheLastIsFound() throws IOException {
        byte[] manifest = Files.readAllBytes(manifestOfManyFlushes());
        for (int at = 0; at + 2 * PAGE_BYTES < manifest.length; at += PAGE_BYTES) {
            byte[] damaged = manifest.clone();
            Arrays.fill(damaged, at, at + PAGE_BYTES, (byte) 0);
            assertThat(ManifestRecords.fault(damaged)).as("page at %d", at).contains("damaged at offset");
        }
    }

    @Test
    void everyFlippedBitBeforeTheLastRecordIsFound() throws IOException {
        byte[] manifest = Arrays.copyOf(Files.readAllBytes(manifestOfManyFlushes()), 40_000);
        for (int at = 0; at < 38_000; at += 11) {
            byte[] damaged = manifest.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            assertThat(ManifestRecords.fault(damaged)).as("byte %d", at).contains("damaged at offset");
        }
    }

    @Test
    void aTornLastRecordIsLeftToRocksDb() throws IOException {
        byte[] manifest = Files.readAllBytes(manifestOfManyFlushes());
        for (int lost = 1; lost < 100; lost++) {
            assertThat(ManifestRecords.fault(Arrays.copyOf(manifest, manifest.length - lost)))
                    .as("%d bytes lost", lost)
                    .isNull();
        }
    }

    @Test
    void aStoreWithAHoleInItsManifestIsRefusedAndLosesNoTable() throws IOException {
        Path manifest = manifestOfManyFlushes();
        byte[] whole = Files.readAllBytes(manifest);
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, 36_864, 36_864 + PAGE_BYTES, (byte) 0);
        Files.write(manifest, damaged);
        assertThatThrownBy(() -> RocksDbBackend.open(directory, RocksDbOptions.defaults()))
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll(manifest.toString(), "put a good copy of the file back");
        Files.write(manifest, whole);
        try (RocksDbBackend store = RocksDbBackend.open(directory, RocksDbOptions.defaults())) {
            for (int i = 0; i < 300; i++) {
                assertThat(store.get(Bucket.KEY, key(i))).as("key %d", i).isNotNull();
            }
        }
    }

    private Path manifestOfManyFlushes() throws IOException {
        try (RocksDbBackend store = RocksDbBackend.open(directory, RocksDbOptions.defaults())) {
            for (int i = 0; i < 300; i++) {
                try (WriteTx tx = store.begin()) {
                    tx.put(Bucket.KEY, key(i), new byte[] {1});
                    tx.put(Bucket.META, key(0), key(i));
                    tx.commit();
                }
                store.flush();
            }
        }
        return directory.resolve(Files.readString(directory.resolve("CURRENT")).trim());
    }

    private static byte[] key(int number) {
        return String.format("%08d", number).getBytes();
    }
}
