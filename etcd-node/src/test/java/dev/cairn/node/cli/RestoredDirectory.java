// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.image.ImageReader;
import dev.cairn.node.image.ImageWriter;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.DataDirectory;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.StoreDirectory;
import dev.cairn.node.storage.rocksdb.RocksDbBackend;
import dev.cairn.node.storage.rocksdb.RocksDbOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a restore left, looked at from outside. */
record RestoredDirectory(Path dataDir) {
    /** The store's records as an image, in a file. */
    ImageReader image(Path file) throws IOException {
        try (DataDirectory directory = DataDirectory.open(dataDir);
                Backend store = StoreDirectory.open(
                                new FileDisk(),
                                directory.store(),
                                path -> RocksDbBackend.open(path, RocksDbOptions.defaults()))
                        .openCurrent();
                ReadTx view = store.read();
                OutputStream out = Files.newOutputStream(file)) {
            new ImageWriter(view).writeTo(out);
        }
        return ImageReader.open(file);
    }
}
