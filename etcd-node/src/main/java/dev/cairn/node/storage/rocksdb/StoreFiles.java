// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage.rocksdb;

import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.DataDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/**
 * Looks at a store's files before RocksDB does, for the damage that RocksDB passes over: it takes a directory without
 * CURRENT for a new one, and a manifest with a hole for one that ends there, and deletes the tables it does not know. Where
 * RocksDB refuses a store without saying which file is to blame, finds that out.
 */
final class StoreFiles {
    private StoreFiles() {}

    static void requireWhole(Path directory) throws IOException {
        Path current = directory.resolve("CURRENT");
        if (Files.exists(current)) {
            requireManifest(directory, current);
        } else if (hasTables(directory)) {
            throw damage(current + " is missing");
        }
    }

    /** The manifest, if its end is torn. RocksDB opens such a store as of the flush before, and forgets the rest. */
    static Optional<Path> tornManifest(Path directory) throws IOException {
        Path current = directory.resolve("CURRENT");
        if (!Files.exists(current)) {
            return Optional.empty();
        }
        Path manifest = requireManifest(directory, current);
        return ManifestRecords.isTorn(Files.readAllBytes(manifest)) ? Optional.of(manifest) : Optional.empty();
    }

    private static boolean hasTables(Path directory) throws IOException {
        return !tables(directory).isEmpty();
    }

    private static List<Path> tables(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .sorted()
                    .toList();
        }
    }

    /** Goes behind RocksDB's words where they do not say which file they are about: the tables that it cannot read. */
    static String culprits(Path directory, String words) {
        if (words.contains(".sst")) {
            return "";
        }
        try {
            String damaged = tables(directory).stream()
                    .filter(table -> !isWhole(table))
                    .map(Path::toString)
                    .collect(Collectors.joining(", "));
            return damaged.isEmpty() ? "" : "; damaged: " + damaged;
        } catch (IOException e) {
            return "; and its files cannot be listed: " + e.getMessage();
        }
    }

    private static boolean isWhole(Path table) {
        try (Options options = new Options();
                SstFileReader reader = new SstFileReader(options)) {
            reader.open(table.toString());
            reader.verifyChecksum();
            return true;
        } catch (RocksDBException e) {
            return false;
        }
    }

    private static Path requireManifest(Path directory, Path current) throws IOException {
        String name = Files.readString(current, StandardCharsets.ISO_8859_1);
        if (!name.matches("MANIFEST-\\d{6,}\n")) {
            throw damage(current + " does not name a manifest");
        }
        Path manifest = directory.resolve(name.trim());
        if (!Files.exists(manifest)) {
            throw damage(manifest + " is missing, which " + current + " names");
        }
        String fault = ManifestRecords.fault(Files.readAllBytes(manifest));
        if (fault != null) {
            throw damage(manifest + ": " + fault);
        }
        return manifest;
    }

    private static BackendException damage(String what) {
        return new BackendException("the store is damaged: " + what + remedy());
    }

    /** Goes behind every message about a store whose files cannot be right. */
    static String remedy() {
        return "; put a good copy of the file back, or " + DataDirectory.REPLACE_MEMBER;
    }
}
