// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

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
 * pointer does not name is deleted at the next start.
 */
public final class StoreDirectory {
    private static final String POINTER = "current";
    private static final String POINTER_PART = "current.part";
    private static final int NAME_DIGITS = 16;

    private final Path directory;
    private final Function<Path, Backend> opener;
    private long current;
    private long newest;

    private StoreDirectory(Path directory, Function<Path, Backend> opener, long current) {
        this.directory = directory;
        this.opener = opener;
        this.current = current;
        this.newest = current;
    }

    /** A generation that is being filled. It is nothing to anybody until {@link StoreDirectory#switchTo}. */
    public record Fresh(long generation, Backend backend) {}

    /** Finds the current generation, names the first one in an empty directory, and deletes leftovers. */
    public static StoreDirectory open(Path directory, Function<Path, Backend> opener) {
        try {
            DataDirectory.createPrivate(directory);
            Path pointer = directory.resolve(POINTER);
            StoreDirectory store;
            if (Files.exists(pointer)) {
                store = new StoreDirectory(directory, opener, readPointer(pointer));
                store.requireCurrent();
            } else {
                requireEmpty(directory);
                store = new StoreDirectory(directory, opener, 1);
                DataDirectory.createPrivate(store.path(1));
                store.writePointer(1);
            }
            store.deleteLeftovers();
            return store;
        } catch (IOException e) {
            throw new BackendException("cannot use the store directory " + directory + ": " + e, e);
        }
    }

    private static long readPointer(Path pointer) throws IOException {
        String text = Files.readString(pointer, StandardCharsets.ISO_8859_1);
        if (!text.matches("[0-9a-f]{" + NAME_DIGITS + "}\n")) {
            throw new BackendException(pointer + " is damaged, it does not name a generation of the store: write the"
                    + " name of the directory beside it into it, or " + DataDirectory.REPLACE_MEMBER);
        }
        return Long.parseUnsignedLong(text.trim(), NAME_DIGITS);
    }

    /** The pointer is never written before the directory that it names. */
    private void requireCurrent() {
        if (!Files.isDirectory(path(current))) {
            throw new BackendException(directory.resolve(POINTER) + " names " + path(current)
                    + ", which is missing: put it back, or " + DataDirectory.REPLACE_MEMBER);
        }
    }

    /** A crash while the first generation is made leaves no pointer and nothing in that generation. */
    private static void requireEmpty(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory, 2)) {
            List<Path> stores = tree.filter(path -> directory.relativize(path).getNameCount() == 2)
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
            if (!stores.isEmpty()) {
                throw new BackendException(directory.resolve(POINTER) + " is missing, which says which of the stores "
                        + stores + " is the current one: write its name into the file, or "
                        + DataDirectory.REPLACE_MEMBER);
            }
        }
    }

    public Path currentPath() {
        return path(current);
    }

    /** Opens the current generation. */
    public Backend openCurrent() {
        return opener.apply(path(current));
    }

    /** Opens an empty generation beside the current one. */
    public Fresh createFresh() {
        newest++;
        try {
            deleteTree(path(newest));
        } catch (IOException e) {
            throw new BackendException("cannot clear " + path(newest) + ": " + e, e);
        }
        return new Fresh(newest, opener.apply(path(newest)));
    }

    /** Makes a filled generation the current one, durably: flushes it, then renames the pointer. */
    public void switchTo(Fresh fresh) {
        fresh.backend().flush();
        try {
            writePointer(fresh.generation());
        } catch (IOException e) {
            throw new BackendException("cannot switch the store in " + directory + ": " + e, e);
        }
        current = fresh.generation();
    }

    /** Deletes every generation but the current one; those still open keep their files until they are closed. */
    public void deleteLeftovers() {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> leftovers = entries.filter(path -> !path.equals(path(current)))
                    .filter(path -> !path.getFileName().toString().equals(POINTER))
                    .sorted()
                    .toList();
            for (Path leftover : leftovers) {
                deleteTree(leftover);
            }
        } catch (IOException e) {
            throw new BackendException("cannot delete leftovers in " + directory + ": " + e, e);
        }
    }

    private Path path(long generation) {
        return directory.resolve(String.format("%016x", generation));
    }

    private void writePointer(long generation) throws IOException {
        DataDirectory.syncDirectory(directory);
        Path part = directory.resolve(POINTER_PART);
        try (FileChannel out = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes =
                    ByteBuffer.wrap((path(generation).getFileName() + "\n").getBytes(StandardCharsets.ISO_8859_1));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(part, directory.resolve(POINTER), StandardCopyOption.ATOMIC_MOVE);
        DataDirectory.syncDirectory(directory);
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
