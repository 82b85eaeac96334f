// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import static dev.cairn.node.image.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.rocksdb.RocksDbBackend;
import dev.cairn.node.storage.rocksdb.RocksDbOptions;
import dev.cairn.node.testkit.MemoryBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLoaderTest {
    @TempDir
    Path dir;

    private static MemoryTables store() {
        Random random = new Random(3);
        MemoryTables tables = new MemoryTables();
        for (int i = 0; i < 3000; i++) {
            byte[] value = new byte[i % 500 == 0 ? 1 << 20 : random.nextInt(4000)];
            random.nextBytes(value);
            tables.put(Bucket.KEY, Images.revision(2 + i, 0), value);
        }
        tables.put(Bucket.MEMBERS, bytes("a1"), bytes("{}"));
        tables.put(Bucket.META, bytes("term"), new byte[8]);
        return tables;
    }

    @Test
    void imageGoesThroughRocksDbUnchanged() throws IOException {
        MemoryTables tables = store();
        Path file = Images.write(tables, dir.resolve("image"));
        List<Long> progress = new ArrayList<>();
        try (ImageReader image = ImageReader.open(file);
                Backend store = RocksDbBackend.open(dir.resolve("store"), RocksDbOptions.defaults())) {
            new ImageLoader(store, progress::add).load(image, (key, value) -> {});
            try (ReadTx view = store.read()) {
                Images.assertSameRecords(view, tables);
                Path again = Images.write(view, dir.resolve("again"));
                assertThat(Files.mismatch(file, again)).isEqualTo(-1);
            }
        }
        assertThat(progress).hasSizeGreaterThan(2).isSorted();
    }

    @Test
    void loadedImageSurvivesACrash() throws IOException {
        MemoryTables tables = store();
        MemoryBackend store = new MemoryBackend();
        try (ImageReader image = ImageReader.open(Images.write(tables, dir.resolve("image")))) {
            new ImageLoader(store, bytes -> {}).load(image, (key, value) -> {});
        }
        try (MemoryBackend survivor = store.afterCrash();
                ReadTx view = survivor.read()) {
            Images.assertSameRecords(view, tables);
        }
    }

    @Test
    void onlyTheNamedBucketsAreLoaded() throws IOException {
        MemoryBackend store = new MemoryBackend();
        try (ImageReader image = ImageReader.open(Images.write(store(), dir.resolve("image")))) {
            List<Bucket> all = List.copyOf(EnumSet.complementOf(EnumSet.of(Bucket.MEMBERS)));
            new ImageLoader(store, bytes -> {}).load(image, all);
        }
        assertThat(store.get(Bucket.MEMBERS, bytes("a1"))).isNull();
        assertThat(store.get(Bucket.META, bytes("term"))).hasSize(8);
    }
}
