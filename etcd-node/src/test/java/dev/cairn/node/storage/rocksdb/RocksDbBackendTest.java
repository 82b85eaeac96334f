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
import java.nio.file.Files;
import java.nio.file.Path;
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
    void aFileInTheWayIsNamed() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> RocksDbBackend.open(file, RocksDbOptions.defaults()))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(file.toString());
    }
}
