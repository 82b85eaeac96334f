// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.disk;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** One line of the shim's journal, in the order in which things happened. */
sealed interface JournalRecord {
    /** {@code old} is what was there from {@code offset} on; less than {@code length} where the file ended, null for zeros. */
    record Changed(long inode, long offset, long length, long sizeBefore, byte[] old) implements JournalRecord {}

    record Synced(long inode) implements JournalRecord {}

    record Linked(long directory, String name, long inode, boolean isDirectory) implements JournalRecord {}

    record Unlinked(long directory, String name) implements JournalRecord {}

    record Renamed(long from, String oldName, long to, String newName, long inode) implements JournalRecord {}

    record Problem(String what) implements JournalRecord {}

    int HEAD_BYTES = 4 * Integer.BYTES + 5 * Long.BYTES;

    /** A last record that was not written whole announces what then never happened. */
    static void readAll(Path journal, Consumer<JournalRecord> reader) throws IOException {
        if (!Files.exists(journal)) {
            return;
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(journal), 1 << 16))) {
            while (true) {
                reader.accept(read(in));
            }
        } catch (EOFException end) {
            return;
        }
    }

    private static JournalRecord read(DataInputStream in) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(bytes(in, HEAD_BYTES)).order(ByteOrder.nativeOrder());
        int kind = head.getInt();
        int nameBytes = head.getInt();
        int dataBytes = head.getInt();
        boolean zero = head.getInt() != 0;
        long[] numbers = new long[5];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = head.getLong();
        }
        String name = new String(bytes(in, nameBytes), StandardCharsets.UTF_8);
        byte[] data = bytes(in, dataBytes);
        return switch (kind) {
            case 1 -> new Changed(numbers[0], numbers[1], numbers[4], numbers[2], zero ? null : data);
            case 2 -> new Synced(numbers[0]);
            case 3 -> new Linked(numbers[0], name, numbers[1], numbers[2] != 0);
            case 4 -> new Unlinked(numbers[0], name);
            case 5 -> {
                int slash = name.indexOf('/');
                yield new Renamed(
                        numbers[0], name.substring(0, slash), numbers[1], name.substring(slash + 1), numbers[2]);
            }
            case 6 -> new Problem(name);
            default -> throw new IOException("the journal has a record of kind " + kind);
        };
    }

    private static byte[] bytes(DataInputStream in, int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return bytes;
    }
}
