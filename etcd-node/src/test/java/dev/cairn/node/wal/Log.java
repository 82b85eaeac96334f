// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.testkit.SimDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/** Words that the tests of this package share. */
final class Log {
    static final WalMetadata METADATA = new WalMetadata(0x8e9e05c52164694dL, 0xcdf818194e3a8c32L);
    static final Path PATH = Path.of("/data/member/wal");

    private Log() {}

    static WalDirectory directory(SimDisk disk, long segmentSizeBytes) {
        if (!disk.exists(PATH.getParent())) {
            disk.createDirectory(PATH.getParent());
        }
        return new WalDirectory(disk, PATH, segmentSizeBytes);
    }

    /** The directories above the log were there long before. */
    static void makeDurable(SimDisk disk) throws IOException {
        for (Path at = PATH.getParent(); at != null; at = at.getParent()) {
            disk.fsyncDirectory(at);
        }
    }

    static Entry entry(long term, long index) {
        return Entry.normal(term, index, ("entry " + index + " of term " + term).getBytes(StandardCharsets.US_ASCII));
    }

    static List<Entry> entries(long term, long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(i -> entry(term, i)).toList();
    }

    static HardState state(long term, long commit) {
        return new HardState(term, 0x8e9e05c52164694dL, commit);
    }

    static void assertEntries(List<Entry> actual, List<Entry> expected) {
        assertThat(actual).usingRecursiveFieldByFieldElementComparator().isEqualTo(expected);
    }
}
