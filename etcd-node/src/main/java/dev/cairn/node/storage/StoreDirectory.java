// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

import dev.cairn.node.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The generations of one member's store, of which a pointer file names the current one:
 *
 * <pre>
 * member/store/current          "0000000000000003\n"
 * member/store/0000000000000003/
 * </pre>
 *
 * A received snapshot is ingested into a fresh generation beside the current one and becomes current by the atomic
 * rename of a new pointer. A crash before the rename leaves the old store, a crash after it the new one; whatever the
 * pointer does not name is deleted at the next start. One thread fills and switches, another may delete leftovers.
 */
public final class StoreDirectory {
    private static final String POINTER = "current";
    private static final int NAME_DIGITS = 16;

    private final Disk disk;
    private final Path directory;
    private final Function<Path, Backend> opener;
    private long current;
    private long newest;

    private StoreDirectory(Disk disk, Path directory, Function<Path, Backend> opener, long current) {
        this.disk = disk;
        this.directory = directory;
        this.opener = opener;
        this.current = current;
        this.newest = current;
    }

    /** A generation that is being filled. It is nothing to anybody until {@link StoreDirectory#switchTo}. */
    public record Fresh(long generation, Backend backend) {}

    /**
     * Finds the current generation, names the first one in an empty directory, and deletes leftovers. {@code opener} opens
     * the store in a directory, and makes an empty one in an empty directory or where there is none.
     */
    public static StoreDirectory open(Disk disk, Path directory, Function<Path, Backend> opener) {
        try {
            disk.createDirectoryDurably(directory);
            Path pointer = directory.resolve(POINTER);
            StoreDirectory store;
            if (disk.exists(pointer)) {
                store = new StoreDirectory(disk, directory, opener, readPointer(disk, pointer));
                store.requireCurrent();
            } else {
                requireEmpty(disk, directory);
                store = new StoreDirectory(disk, directory, opener, 1);
                disk.createDirectoryDurably(store.path(1));
                store.writePointer(1);
            }
            store.deleteLeftovers();
            return store;
        } catch (IOException e) {
            throw new BackendException("cannot use the store directory " + directory + ": " + e, e);
        }
    }

    private static long readPointer(Disk disk, Path pointer) throws IOException {
        String text = new String(disk.read(pointer), StandardCharsets.ISO_8859_1);
        if (!text.matches("[0-9a-f]{" + NAME_DIGITS + "}\n")) {
            throw new BackendException(pointer + " is damaged, it does not name a generation of the store: write the"
                    + " name of the directory beside it into it, or " + DataDirectory.REPLACE_MEMBER);
        }
        return Long.parseUnsignedLong(text.trim(), NAME_DIGITS);
    }

    /** The pointer is never written before the directory that it names. */
    private void requireCurrent() {
        if (!disk.exists(path(current))) {
            throw new BackendException(directory.resolve(POINTER) + " names " + path(current)
                    + ", which is missing: put it back, or " + DataDirectory.REPLACE_MEMBER);
        }
    }

    /** A crash while the first generation is made leaves no pointer and nothing in that generation. */
    private static void requireEmpty(Disk disk, Path directory) throws IOException {
        List<Path> stores = new ArrayList<>();
        for (String name : disk.list(directory)) {
            if (holdsSomething(disk, directory.resolve(name))) {
                stores.add(directory.resolve(name));
            }
        }
        if (!stores.isEmpty()) {
            throw new BackendException(directory.resolve(POINTER) + " is missing, which says which of the stores "
                    + stores + " is the current one: write its name into the file, or "
                    + DataDirectory.REPLACE_MEMBER);
        }
    }

    private static boolean holdsSomething(Disk disk, Path generation) throws IOException {
        try {
            return !disk.list(generation).isEmpty();
        } catch (NotDirectoryException | NoSuchFileException file) {
            return false;
        }
    }

    public synchronized Path currentPath() {
        return path(current);
    }

    /** Opens the current generation. */
    public Backend openCurrent() {
        return opener.apply(currentPath());
    }

    /** Opens an empty generation beside the current one. */
    public synchronized Fresh createFresh() {
        newest++;
        try {
            if (disk.exists(path(newest))) {
                disk.delete(path(newest));
            }
        } catch (IOException e) {
            throw new BackendException("cannot clear " + path(newest) + ": " + e, e);
        }
        return new Fresh(newest, opener.apply(path(newest)));
    }

    /** Makes a filled generation the current one, durably: flushes it, then renames the pointer. */
    public void switchTo(Fresh fresh) {
        fresh.backend().flush();
        synchronized (this) {
            try {
                writePointer(fresh.generation());
            } catch (IOException e) {
                throw new BackendException("cannot switch the store in " + directory + ": " + e, e);
            }
            current = fresh.generation();
        }
    }

    /**
     * Deletes every generation but the current one and the one that is being filled; those still open keep their files
     * until they are closed.
     */
    public synchronized void deleteLeftovers() {
        try {
            for (String name : disk.list(directory)) {
                Path path = directory.resolve(name);
                if (!path.equals(path(current)) && !path.equals(path(newest)) && !name.equals(POINTER)) {
                    disk.delete(path);
                }
            }
        } catch (IOException e) {
            throw new BackendException("cannot delete leftovers in " + directory + ": " + e, e);
        }
    }

    private Path path(long generation) {
        return directory.resolve(String.format("%016x", generation));
    }

    private void writePointer(long generation) throws IOException {
        disk.fsyncDirectory(directory);
        disk.replace(
                directory.resolve(POINTER),
                (path(generation).getFileName() + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
