// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import dev.cairn.node.backup.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A bucket on the heap. */
final class MemoryObjectStore implements ObjectStore {
    final TreeMap<String, Stored> objects = new TreeMap<>();

    record Stored(byte[] content, Map<String, String> metadata) {}

    @Override
    public void put(String key, Path file, Map<String, String> metadata) {
        try {
            objects.put(key, new Stored(Files.readAllBytes(file), metadata));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> get(String key, Path file) {
        Stored stored = objects.get(key);
        if (stored == null) {
            throw new AgentException(Reason.NOT_FOUND, "no object " + key);
        }
        try {
            Files.write(file, stored.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stored.metadata();
    }

    @Override
    public Map<String, String> metadata(String key) {
        Stored stored = objects.get(key);
        if (stored == null) {
            throw new AgentException(Reason.NOT_FOUND, "no object " + key);
        }
        return stored.metadata();
    }

    /** Nothing is ever half uploaded here. */
    @Override
    public List<String> abortUploads(String prefix, Instant begunBefore) {
        return List.of();
    }

    @Override
    public List<String> list(String prefix) {
        return objects.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    @Override
    public void delete(String key) {
        objects.remove(key);
    }

    @Override
    public void close() {}
}
