// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.BackendContractTest;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbBackendTest extends BackendContractTest {
    @TempDir
    Path directory;

    @Override
    protected Backend open() {
        return RocksDbBackend.open(directory.resolve("store"), RocksDbOptions.defaults());
    }

    /** Closing without a flush leaves on disk what a crash does: there is no log to replay. */
    @Override
    protected Backend afterCrash(Backend backend) {
        backend.close();
        return open();
    }

    @Test
    void theLastReaderClosesTheDatabase() {
        Backend backend = RocksDbBackend.open(directory.resolve("other"), RocksDbOptions.defaults());
        ReadTx view = backend.read();
        backend.close();
        assertThat(view.get(Bucket.KEY, new byte[] {1})).isNull();
        assertThatThrownBy(() -> RocksDbBackend.open(directory.resolve("other"), RocksDbOptions.defaults()))
                .isInstanceOf(BackendException.class);
        view.close();
        RocksDbBackend.open(directory.resolve("other"), RocksDbOptions.defaults())
                .close();
    }

    @Test
    void aStoreWithoutItsCurrentFileIsNotTakenForANewOne() throws Exception {
        Path lost = directory.resolve("lost");
        try (Backend backend = RocksDbBackend.open(lost, RocksDbOptions.defaults());
                WriteTx tx = backend.begin()) {
            tx.put(Bucket.KEY, new byte[] {1}, new byte[] {1});
            tx.commit();
            backend.flush();
        }
        Files.delete(lost.resolve("CURRENT"));
        assertThatThrownBy(() -> RocksDbBackend.open(lost, RocksDbOptions.defaults()))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("CURRENT is missing");
    }

    @Test
    void whicheverBitOfATablesPropertiesIsFlippedTheTableIsNamed() throws Exception {
        Path store = directory.resolve("damaged");
        try (Backend backend = RocksDbBackend.open(store, RocksDbOptions.defaults());
                WriteTx tx = backend.begin()) {
            tx.put(Bucket.KEY, new byte[] {1}, new byte[] {1});
            tx.put(Bucket.META, new byte[] {1}, new byte[] {1});
            tx.commit();
            backend.flush();
        }
        Path damaged = tables(store).getLast();
        byte[] content = Files.readAllBytes(damaged);
        int properties = new String(content, StandardCharsets.ISO_8859_1).indexOf("rocksdb.");
        List<String> unnamedByRocksDb = new ArrayList<>();
        for (int at = properties; at < properties + 100; at++) {
            byte[] flipped = content.clone();
            flipped[at] ^= 0x10;
            Files.write(damaged, flipped);
            assertThatThrownBy(() -> RocksDbBackend.open(store, RocksDbOptions.defaults()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining(damaged.toString())
                    .hasMessageContaining("put a good copy")
                    .satisfies(refusal -> {
                        if (refusal.getMessage().contains("; damaged: ")) {
                            unnamedByRocksDb.add(refusal.getMessage());
                        }
                    });
        }
        assertThat(unnamedByRocksDb).isNotEmpty();
    }

    private static List<Path> tables(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileInTheWayIsNamed() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> RocksDbBackend.open(file, RocksDbOptions.defaults()))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(file.toString());
    }
}
