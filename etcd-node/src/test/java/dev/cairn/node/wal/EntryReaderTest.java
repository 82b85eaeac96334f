// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import static dev.cairn.node.wal.Log.assertEntries;
import static dev.cairn.node.wal.Log.entries;
import static dev.cairn.node.wal.Log.entry;
import static dev.cairn.node.wal.Log.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.log.StoredEntries;
import dev.cairn.node.testkit.SimDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of an open log, read again. */
class EntryReaderTest {
    private final SimDisk disk = new SimDisk();
    private final WalDirectory directory = Log.directory(disk, 1024);
    private final List<Entry> written = new ArrayList<>();

    /** Some hundred entries over many segments, with other records between them, some replaced by a later term's. */
    private WriteAheadLog fill() {
        WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA);
        for (int i = 0; i < 100; i++) {
            append(log, 1 + i / 10, written.size() + 1, written.size() + 4);
            if (i % 10 == 9) {
                append(log, 2 + i / 10, written.size() - 5, written.size() - 1);
            }
        }
        return log;
    }

    private void append(WriteAheadLog log, long term, long from, long to) {
        List<Entry> some = entries(term, from, to);
        written.subList((int) from - 1, written.size()).clear();
        written.addAll(some);
        log.append(state(term, from / 100), some);
        log.sync();
    }

    @Test
    void everyRangeIsReadAsItWasWritten() {
        try (WriteAheadLog log = fill()) {
            assertReadable(log.reader());
        }
        ReplayedLog recovered = WriteAheadLog.open(directory, WalSnapshot.NONE, 500);
        try (WriteAheadLog log = recovered.log()) {
            assertThat(recovered.tail().memoryBytes()).isLessThanOrEqualTo(500);
            assertEntries(recovered.entries(), written);
            assertReadable(log.reader());
            append(log, 20, written.size() + 1, written.size() + 40);
            assertReadable(log.reader());
        }
    }

    private void assertReadable(StoredEntries reader) {
        for (int low = 1; low <= written.size(); low += 37) {
            for (int high = low + 1; high <= written.size() + 1; high += 61) {
                assertEntries(reader.read(low, high), written.subList(low - 1, high - 1));
            }
        }
    }

    @Test
    void theFirstEntriesOfALogThatIsBegunAreReadToo() {
        List<Entry> founders = entries(1, 1, 3);
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA, state(1, 3), founders)) {
            assertEntries(log.reader().read(1, 4), founders);
            log.append(state(2, 3), entries(2, 4, 5));
            log.sync();
            assertEntries(log.reader().read(3, 6), List.of(entry(1, 3), entry(2, 4), entry(2, 5)));
        }
    }

    @Test
    void whatWasReleasedIsNotThereAnyMoreAndTheRestIs() throws IOException {
        try (WriteAheadLog log = fill()) {
            int segments = directory.segments().size();
            log.saveSnapshot(new WalSnapshot(200, 6, ConfState.ofVoters(List.of(1L))));
            log.release(200);
            assertThat(directory.segments()).hasSizeLessThan(segments);
            assertEntries(log.reader().read(201, 300), written.subList(200, 299));
            assertThatThrownBy(() -> log.reader().read(200, 202))
                    .isInstanceOf(WalException.class)
                    .hasMessageContaining("entry 200 is not in it");
        }
    }

    @Test
    void aLogThatGoesOnBehindASnapshotIsReadFromThere() {
        try (WriteAheadLog log = fill()) {
            log.saveSnapshot(new WalSnapshot(1_000, 30, ConfState.ofVoters(List.of(1L))));
            log.append(state(30, 1_000), entries(30, 1_001, 1_020));
            log.sync();
            assertEntries(log.reader().read(1_001, 1_021), entries(30, 1_001, 1_020));
        }
    }

    /** Every byte of an entry in turn; what is read must be the entry or an error that names the file. */
    @Test
    void aDamagedEntryIsRefusedByName() throws IOException {
        try (WriteAheadLog log = fill()) {
            Path file = directory.file(directory.segments().get(2));
            long first = directory.segments().get(2).firstIndex();
            byte[] bytes = disk.contents(file);
            int refused = 0;
            for (int at = 0; at < bytes.length; at += 3) {
                disk.corrupt(file, at, 0x10);
                try {
                    assertEntries(
                            log.reader().read(first, first + 4), written.subList((int) first - 1, (int) first + 3));
                } catch (WalException e) {
                    assertThat(e).hasMessageContaining(file.toString()).hasMessageContaining("is damaged at offset");
                    refused++;
                }
                disk.corrupt(file, at, 0x10);
            }
            assertThat(refused).isGreaterThan(40);
        }
    }

    /** Closing any file descriptor of a locked file gives up the lock: a second process could write the same log. */
    @Test
    void readingTheSegmentThatIsWrittenKeepsItLocked(@TempDir Path data) throws Exception {
        WalDirectory real = new WalDirectory(new FileDisk(), data.resolve("wal"), 64 << 10);
        try (WriteAheadLog log = WriteAheadLog.create(real, Log.METADATA)) {
            log.append(state(1, 0), entries(1, 1, 10));
            log.sync();
            Path tail = real.file(real.segments().getLast());
            assertThat(isLocked(tail)).isTrue();
            assertEntries(log.reader().read(1, 11), entries(1, 1, 10));
            assertThat(isLocked(tail)).isTrue();
        }
        assertThat(isLocked(real.file(real.segments().getLast()))).isFalse();
    }

    /** As the kernel says: the locks of this process name the file by its inode. */
    private static boolean isLocked(Path file) throws IOException {
        Object inode = Files.getAttribute(file, "unix:ino");
        return Files.readAllLines(Path.of("/proc/locks")).stream().anyMatch(line -> line.contains(":" + inode + " "));
    }
}
