// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The directories of a disk by inode number: the names that are durable, and the changes that are not yet. A directory's
 * changes become durable in their order, all of them when it is synced, any number of them in a power cut.
 */
final class Names {
    private final long root;
    private final Map<Long, TreeMap<String, Long>> durable = new HashMap<>();
    private final Map<Long, List<Runnable>> pending = new HashMap<>();

    private Names(long root) {
        this.root = root;
    }

    /** All that is there now counts as durable. */
    static Names of(Path root) throws IOException {
        Names names = new Names(inode(root));
        names.take(root);
        return names;
    }

    private void take(Path directory) throws IOException {
        TreeMap<String, Long> entries = new TreeMap<>();
        durable.put(inode(directory), entries);
        try (Stream<Path> list = Files.list(directory)) {
            for (Path entry : list.toList()) {
                entries.put(entry.getFileName().toString(), inode(entry));
                if (Files.isDirectory(entry)) {
                    take(entry);
                }
            }
        }
    }

    static long inode(Path path) throws IOException {
        return ((Number) Files.getAttribute(path, "unix:ino")).longValue();
    }

    void linked(JournalRecord.Linked link) {
        if (link.isDirectory()) {
            durable.put(link.inode(), new TreeMap<>());
            pending.remove(link.inode());
        }
        later(link.directory(), () -> entries(link.directory()).put(link.name(), link.inode()));
    }

    void unlinked(JournalRecord.Unlinked unlink) {
        later(unlink.directory(), () -> entries(unlink.directory()).remove(unlink.name()));
    }

    void renamed(JournalRecord.Renamed rename) {
        later(rename.to(), () -> {
            entries(rename.from()).remove(rename.oldName());
            entries(rename.to()).put(rename.newName(), rename.inode());
        });
    }

    private void later(long directory, Runnable change) {
        pending.computeIfAbsent(directory, any -> new ArrayList<>()).add(change);
    }

    private Map<String, Long> entries(long directory) {
        return durable.computeIfAbsent(directory, any -> new TreeMap<>());
    }

    void synced(long directory) {
        List<Runnable> changes = pending.remove(directory);
        if (changes != null) {
            changes.forEach(Runnable::run);
        }
    }

    /** Some of what was not synced becomes durable, the rest never happened; returns how many changes are lost. */
    int cut(RandomGenerator random) {
        int lost = 0;
        for (long directory : pending.keySet().stream().sorted().toList()) {
            List<Runnable> changes = pending.get(directory);
            int kept = switch (random.nextInt(3)) {
                case 0 -> 0;
                case 1 -> changes.size();
                default -> random.nextInt(changes.size() + 1);
            };
            changes.subList(0, kept).forEach(Runnable::run);
            lost += changes.size() - kept;
        }
        pending.clear();
        return lost;
    }

    /** Makes the durable tree in an empty directory, of links to the files that are found by their inode numbers. */
    void build(Path into, Map<Long, Path> files) throws IOException {
        build(root, into, files);
    }

    private void build(long directory, Path into, Map<Long, Path> files) throws IOException {
        for (Map.Entry<String, Long> entry : durable.get(directory).entrySet()) {
            Path path = into.resolve(entry.getKey());
            if (durable.containsKey(entry.getValue())) {
                Files.createDirectory(path);
                build(entry.getValue(), path, files);
            } else if (files.containsKey(entry.getValue())) {
                Files.createLink(path, files.get(entry.getValue()));
            }
        }
    }
}
