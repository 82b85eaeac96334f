// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.corruption;

import dev.cairn.node.testkit.FileTree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to damage a file.
 *
 * @param offset where; for a cut the size that is left
 */
record Damage(Kind kind, long offset) {
    enum Kind {
        EMPTIED,
        CUT,
        FLIPPED,
        ZEROED,
        REMOVED
    }

    private static final int PAGE_BYTES = 4096;
    private static final int BIT = 0x10;

    /** All that can happen to a file, at its start, in the middle and at the end of what is written in it. */
    static List<Damage> of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return List.of(new Damage(Kind.REMOVED, 0));
        }
        List<Damage> all = new ArrayList<>();
        long used = usedBytes(file);
        if (used > 0) {
            all.add(new Damage(Kind.EMPTIED, 0));
            all.add(new Damage(Kind.CUT, used / 2));
            all.add(new Damage(Kind.CUT, used - 1));
            for (long at : List.of(0L, 6L, used / 10, used / 3, used / 2, used * 9 / 10, used - 1)) {
                if (at < used) {
                    all.add(new Damage(Kind.FLIPPED, at));
                }
            }
            List.of(0L, used / 2 / PAGE_BYTES, (used - 1) / PAGE_BYTES).stream()
                    .distinct()
                    .forEach(page -> all.add(new Damage(Kind.ZEROED, page * PAGE_BYTES)));
        }
        all.add(new Damage(Kind.REMOVED, 0));
        return all;
    }

    /** Without the zeros at its end, which are room that was set aside. */
    static long usedBytes(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] page = new byte[PAGE_BYTES];
            long pages = (bytes.length() + PAGE_BYTES - 1) / PAGE_BYTES;
            for (long at = (pages - 1) * PAGE_BYTES; at >= 0; at -= PAGE_BYTES) {
                bytes.seek(at);
                int count = bytes.read(page);
                for (int i = count - 1; i >= 0; i--) {
                    if (page[i] != 0) {
                        return at + i + 1;
                    }
                }
            }
            return 0;
        }
    }

    void inflict(Path file) throws IOException {
        if (kind == Kind.REMOVED) {
            FileTree.delete(file);
            return;
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            switch (kind) {
                case EMPTIED, CUT -> bytes.setLength(offset);
                case FLIPPED -> {
                    bytes.seek(offset);
                    int was = bytes.read();
                    bytes.seek(offset);
                    bytes.write(was ^ BIT);
                }
                default -> {
                    bytes.seek(offset);
                    bytes.write(new byte[(int) Math.min(PAGE_BYTES, bytes.length() - offset)]);
                }
            }
        }
    }

    @Override
    public String toString() {
        return switch (kind) {
            case EMPTIED, REMOVED -> kind.name().toLowerCase();
            case CUT -> "cut to " + offset;
            case FLIPPED -> "bit flipped at " + offset;
            case ZEROED -> "page zeroed at " + offset;
        };
    }
}
