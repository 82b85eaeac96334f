// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import dev.cairn.node.backup.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A bucket on the heap. */
final class MemoryObjectStore implements ObjectStore {
    final TreeMap<String, byte[]> objects = new TreeMap<>();

    @Override
    public void put(String key, Path file) {
        try {
            put(key, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void put(String key, byte[] content) {
        objects.put(key, content);
    }

    @Override
    public void get(String key, Path file) {
        try {
            Files.write(file, get(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] get(String key) {
        byte[] content = objects.get(key);
        if (content == null) {
            throw new AgentException(Reason.NOT_FOUND, "no object " + key);
        }
        return content;
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
