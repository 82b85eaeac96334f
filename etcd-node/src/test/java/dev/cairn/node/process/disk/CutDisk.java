// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One process' disk: {@code disk} below its directory. {@link #begin} before the process starts, {@link #cut} when it has
 * been killed: the disk then has what was synced and, by the dice, parts of what was not.
 */
public final class CutDisk {
    private final Path disk;
    private final Path graves;
    private final Path journal;
    private final Path rebuilt;
    private Names names;

    public CutDisk(Path directory) {
        this.disk = directory.resolve("disk");
        this.graves = directory.resolve("graves");
        this.journal = directory.resolve("journal");
        this.rebuilt = directory.resolve("rebuilt");
    }

    /** What the shim wants to know. */
    public Map<String, String> environment() {
        return Map.of(
                "POWERCUT_ROOT", disk.toString(),
                "POWERCUT_GRAVES", graves.toString(),
                "POWERCUT_JOURNAL", journal.toString());
    }

    /** Whatever the disk has now is durable. */
    public void begin() {
        try {
            Files.deleteIfExists(journal);
            deleteTree(graves);
            Files.createDirectories(disk);
            Files.createDirectories(graves);
            names = Names.of(disk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what was lost, in words. */
    public String cut(RandomGenerator random) {
        try {
            Map<Long, Contents> unsynced = new HashMap<>();
            JournalRecord.readAll(journal, record -> take(record, unsynced));
            Map<Long, Path> files = new HashMap<>();
            find(graves, files);
            find(disk, files);
            int lostNames = names.cut(random);
            Files.createDirectory(rebuilt);
            names.build(rebuilt, files);
            int lostSectors = 0;
            for (long inode : unsynced.keySet().stream().sorted().toList()) {
                if (files.containsKey(inode)) {
                    lostSectors += unsynced.get(inode).cut(files.get(inode), random);
                }
            }
            deleteTree(disk);
            Files.move(rebuilt, disk);
            return lostSectors + " sectors and " + lostNames + " names";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(JournalRecord record, Map<Long, Contents> unsynced) {
        switch (record) {
            case JournalRecord.Changed change ->
                unsynced.computeIfAbsent(change.inode(), any -> new Contents(change.sizeBefore()))
                        .changed(change);
            case JournalRecord.Synced synced -> {
                unsynced.remove(synced.inode());
                names.synced(synced.inode());
            }
            case JournalRecord.Linked link -> names.linked(link);
            case JournalRecord.Unlinked unlink -> names.unlinked(unlink);
            case JournalRecord.Renamed rename -> names.renamed(rename);
            case JournalRecord.Problem problem -> throw new IllegalStateException(problem.what());
        }
    }

    private static void find(Path root, Map<Long, Path> files) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                files.put(Names.inode(path), path);
            }
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> all = Files.walk(tree)) {
                List<Path> deepestFirst =
                        all.sorted(java.util.Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.delete(path);
                }
            }
        }
    }
}
