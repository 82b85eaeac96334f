// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.storage.rocksdb.RocksDbBackend;
import dev.cairn.node.storage.rocksdb.RocksDbOptions;
import dev.cairn.node.testkit.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDirectoryTest {
    private static final byte[] KEY = {1};

    @TempDir
    Path directory;

    private StoreDirectory open() {
        return StoreDirectory.open(
                new FileDisk(), directory, path -> RocksDbBackend.open(path, RocksDbOptions.defaults()));
    }

    @Test
    void theFirstGenerationIsFoundAgain() {
        try (Backend backend = open().openCurrent()) {
            put(backend, 7);
            backend.flush();
        }
        try (Backend backend = open().openCurrent()) {
            assertThat(backend.get(Bucket.KEY, KEY)).containsExactly(7);
        }
    }

    @Test
    void aCrashBeforeTheSwitchLeavesTheOldStore() throws IOException {
        StoreDirectory store = open();
        try (Backend old = store.openCurrent()) {
            put(old, 1);
            old.flush();
            StoreDirectory.Fresh fresh = store.createFresh();
            put(fresh.backend(), 2);
            fresh.backend().close();
        }
        try (Backend backend = open().openCurrent()) {
            assertThat(backend.get(Bucket.KEY, KEY)).containsExactly(1);
        }
        assertThat(names()).containsExactly("0000000000000001", "current");
    }

    @Test
    void aHalfWrittenPointerIsIgnored() throws IOException {
        try (Backend backend = open().openCurrent()) {
            put(backend, 1);
            backend.flush();
        }
        Files.writeString(directory.resolve("current.part"), "00000");
        try (Backend backend = open().openCurrent()) {
            assertThat(backend.get(Bucket.KEY, KEY)).containsExactly(1);
        }
        assertThat(names()).containsExactly("0000000000000001", "current");
    }

    @Test
    void aSwitchIsDurableAndTheOldGenerationGoesAtTheNextStart() throws IOException {
        StoreDirectory store = open();
        Backend old = store.openCurrent();
        put(old, 1);
        StoreDirectory.Fresh fresh = store.createFresh();
        put(fresh.backend(), 2);
        store.switchTo(fresh);
        assertThat(old.get(Bucket.KEY, KEY)).containsExactly(1);
        old.close();
        fresh.backend().close();
        try (Backend backend = open().openCurrent()) {
            assertThat(backend.get(Bucket.KEY, KEY)).containsExactly(2);
        }
        assertThat(names()).containsExactly("0000000000000002", "current");
    }

    @Test
    void anAbandonedFreshGenerationIsStartedOver() {
        StoreDirectory store = open();
        StoreDirectory.Fresh abandoned = store.createFresh();
        put(abandoned.backend(), 2);
        abandoned.backend().close();
        StoreDirectory.Fresh fresh = store.createFresh();
        assertThat(fresh.backend().get(Bucket.KEY, KEY)).isNull();
        store.switchTo(fresh);
        fresh.backend().close();
        try (Backend backend = store.openCurrent()) {
            assertThat(backend.get(Bucket.KEY, KEY)).isNull();
        }
    }

    @Test
    void leftoversAreDeletedBesideAGenerationThatIsBeingFilled() throws IOException {
        StoreDirectory store = open();
        StoreDirectory.Fresh first = store.createFresh();
        store.switchTo(first);
        first.backend().close();
        StoreDirectory.Fresh fresh = store.createFresh();
        put(fresh.backend(), 3);
        store.deleteLeftovers();
        assertThat(names()).containsExactly("0000000000000002", "0000000000000003", "current");
        store.switchTo(fresh);
        fresh.backend().close();
        try (Backend backend = open().openCurrent()) {
            assertThat(backend.get(Bucket.KEY, KEY)).containsExactly(3);
        }
    }

    @Test
    void aDamagedPointerIsNamed() throws IOException {
        open();
        Files.writeString(directory.resolve("current"), "what?");
        assertThatThrownBy(this::open)
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(directory.resolve("current").toString());
    }

    @Test
    void aMissingPointerBesideAStoreIsRefusedAndTheStoreIsLeftAlone() throws IOException {
        StoreDirectory store = open();
        StoreDirectory.Fresh fresh = store.createFresh();
        put(fresh.backend(), 2);
        store.switchTo(fresh);
        fresh.backend().close();
        Path pointer = directory.resolve("current");
        byte[] contents = Files.readAllBytes(pointer);
        Files.delete(pointer);
        Map<String, String> before = FileTree.of(directory);
        assertThatThrownBy(this::open)
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll(pointer + " is missing", "0000000000000002");
        assertThat(FileTree.of(directory)).isEqualTo(before);
        Files.write(pointer, contents);
        open().openCurrent().close();
    }

    @Test
    void aPointerToNothingIsNamed() throws IOException {
        open();
        Files.writeString(directory.resolve("current"), "0000000000000009\n");
        assertThatThrownBy(this::open).isInstanceOf(BackendException.class).hasMessageContaining("0000000000000009");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static void put(Backend backend, int value) {
        try (WriteTx tx = backend.begin()) {
            tx.put(Bucket.KEY, KEY, new byte[] {(byte) value});
            tx.commit();
        }
    }
}
