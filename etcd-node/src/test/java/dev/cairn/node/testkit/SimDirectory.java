// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** A directory: what it holds now, and every state since the last fsync, the durable one first. */
final class SimDirectory {
    final TreeMap<String, Object> entries = new TreeMap<>();
    private final List<TreeMap<String, Object>> history = new ArrayList<>(List.of(new TreeMap<>()));

    long usedBytes() {
        long used = 0;
        for (Object each : entries.values()) {
            used += each instanceof SimDirectory directory ? directory.usedBytes() : ((SimFile) each).usedBytes();
        }
        return used;
    }

    void changed() {
        history.add(new TreeMap<>(entries));
    }

    void fsync() {
        history.clear();
        history.add(new TreeMap<>(entries));
    }

    /** Power is back. {@code files} is told of each file that had unsynced sectors. */
    void restart(Path path, RandomGenerator random, BiConsumer<Path, SimFile.Survival> files) {
        TreeMap<String, Object> survivor = history.get(random.nextInt(history.size()));
        entries.clear();
        entries.putAll(survivor);
        fsync();
        entries.forEach((name, each) -> {
            if (each instanceof SimDirectory directory) {
                directory.restart(path.resolve(name), random, files);
            } else {
                files.accept(path.resolve(name), ((SimFile) each).restart(random));
            }
        });
    }

    void unlock() {
        for (Object each : entries.values()) {
            if (each instanceof SimDirectory directory) {
                directory.unlock();
            } else {
                ((SimFile) each).unlock();
            }
        }
    }
}
