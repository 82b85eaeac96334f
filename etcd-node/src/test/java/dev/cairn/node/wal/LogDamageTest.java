// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import static dev.cairn.node.wal.Log.assertEntries;
import static dev.cairn.node.wal.Log.entries;
import static dev.cairn.node.wal.Log.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.testkit.PowerCut;
import dev.cairn.node.testkit.SimDisk;
import dev.cairn.node.wal.record.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What recovery makes of damage: exactly what was there, or an error that says where. */
class LogDamageTest {
    private static final int SEGMENT_BYTES = 2048;

    private final SimDisk disk = new SimDisk();
    private final WalDirectory directory = Log.directory(disk, SEGMENT_BYTES);
    private final List<Entry> written = new ArrayList<>();
    private final List<Long> syncedOffsets = new ArrayList<>();

    /** Entries of growing size, one to three a sync, over two segments. */
    private void writeLog(int lastIndex) {
        Random random = new Random(7);
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            while (written.size() < lastIndex) {
                List<Entry> batch = new ArrayList<>();
                for (int n = 1 + random.nextInt(3); n > 0; n--) {
                    byte[] data = new byte[random.nextInt(90)];
                    random.nextBytes(data);
                    batch.add(Entry.normal(1, written.size() + 1 + batch.size(), data));
                }
                log.append(state(1, written.size()), batch);
                log.sync();
                written.addAll(batch);
                syncedOffsets.add(log.tailOffset());
            }
        }
    }

    private Path tail() throws IOException {
        return directory.file(directory.segments().getLast());
    }

    private List<Entry> recover() {
        ReplayedLog recovered = WriteAheadLog.open(directory, WalSnapshot.NONE);
        recovered.log().close();
        return recovered.entries();
    }

    @Test
    void aTailThatWasCutShortIsRefusedAtEveryByte() throws Exception {
        writeLog(8);
        byte[] whole = disk.contents(tail());
        for (int size = whole.length - 1; size >= 0; size -= size > syncedOffsets.getLast() + 10 ? 37 : 1) {
            WalDirectory there = Log.directory(copyOf(tail(), Arrays.copyOf(whole, size)), SEGMENT_BYTES);
            assertThatThrownBy(() -> WriteAheadLog.open(there, WalSnapshot.NONE))
                    .isInstanceOf(WalException.class)
                    .hasMessageContaining("offset " + size + ": it ends there");
        }
    }

    @Test
    void aLastWriteThatWasTornAtAnySectorLosesOnlyItself() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            SimDisk torn = new SimDisk();
            WalDirectory there = Log.directory(torn, 20_000);
            Log.makeDurable(torn);
            WriteAheadLog log = WriteAheadLog.create(there, Log.METADATA);
            log.append(state(1, 0), entries(1, 1, 10));
            log.sync();
            Random random = new Random(seed);
            List<Entry> all = new ArrayList<>(entries(1, 1, 10));
            for (int i = 11; i < 20; i++) {
                byte[] data = new byte[random.nextInt(900)];
                random.nextBytes(data);
                all.add(Entry.normal(1, i, data));
            }
            log.append(state(1, 10), all.subList(10, all.size()));
            torn.cutPowerAfter(1 + seed % 2);
            assertThatThrownBy(log::sync).isInstanceOf(PowerCut.class);
            torn.restart(random);
            ReplayedLog recovered = WriteAheadLog.open(there, WalSnapshot.NONE);
            assertThat(recovered.entries()).hasSizeGreaterThanOrEqualTo(10);
            assertEntries(
                    recovered.entries(), all.subList(0, recovered.entries().size()));
        }
    }

    @Test
    void everyFlippedBitIsRecoveredExactlyOrRefusedByPlace() throws Exception {
        writeLog(14);
        int lastBatch = written.size();
        for (SegmentName segment : directory.segments()) {
            byte[] good = disk.contents(directory.file(segment));
            boolean last = segment.equals(directory.segments().getLast());
            int length = last ? syncedOffsets.getLast().intValue() + 600 : good.length;
            for (int at = 0; at < Math.min(length, good.length); at++) {
                for (int bit = 0; bit < 8; bit++) {
                    flipAndCheck(directory.file(segment), at, 1 << bit, lastBatch);
                }
            }
        }
    }

    private void flipAndCheck(Path file, int at, int mask, int total) throws IOException {
        disk.corrupt(file, at, mask);
        byte[] before = disk.contents(tail());
        try {
            ReplayedLog recovered = WriteAheadLog.open(directory, WalSnapshot.NONE);
            recovered.log().close();
            assertEntries(
                    recovered.entries(), written.subList(0, recovered.entries().size()));
            assertThat(recovered.entries().size())
                    .as("flip of %x at %d in %s", mask, at, file)
                    .isGreaterThanOrEqualTo(total - (recovered.torn() ? 3 : 0));
            assertThat(recovered.metadata()).isEqualTo(Log.METADATA);
            if (!recovered.torn()) {
                assertThat(recovered.hardState().term()).isEqualTo(1);
            }
        } catch (WalException e) {
            assertThat(e).hasMessageContaining(file.getFileName().toString().substring(0, 16));
        }
        put(tail(), before);
        disk.corrupt(file, at, mask);
    }

    /** Nothing follows that would prove the head was synced, but a segment has no name before it is. */
    @Test
    void everyFlippedBitInTheHeadOfAnEmptyLogIsHarmlessOrRefusedByPlace() throws Exception {
        SimDisk empty = new SimDisk();
        WalDirectory there = Log.directory(empty, 4096);
        WriteAheadLog.create(there, Log.METADATA).close();
        Path segment = there.file(SegmentName.FIRST);
        byte[] sound = empty.contents(segment);
        int head = sound.length;
        while (sound[head - 1] == 0) {
            head--;
        }
        for (int bit = 0; bit < 8 * head; bit++) {
            empty.corrupt(segment, bit / 8, 1 << bit % 8);
            try {
                assertThat(WriteAheadLog.validSnapshots(empty, there.path())).containsExactly(WalSnapshot.NONE);
            } catch (WalException refused) {
                assertThat(refused).as("bit %d of byte %d", bit % 8, bit / 8).hasMessageContaining(segment.toString());
            }
            empty.corrupt(segment, bit / 8, 1 << bit % 8);
        }
    }

    @Test
    void zeroedSectorsInTheMiddleAreRotAndInTheLastWriteTorn() throws Exception {
        writeLog(60);
        Path tail = tail();
        byte[] whole = disk.contents(tail);
        int refused = 0;
        for (int sector = 1; sector * 512 < syncedOffsets.getLast(); sector++) {
            byte[] damaged = whole.clone();
            Arrays.fill(damaged, sector * 512, sector * 512 + 512, (byte) 0);
            WalDirectory there = Log.directory(copyOf(tail, damaged), SEGMENT_BYTES);
            try {
                ReplayedLog recovered = WriteAheadLog.open(there, WalSnapshot.NONE);
                assertThat(recovered.torn()).isTrue();
                assertThat(syncedOffsets.getLast() - sector * 512).isLessThan(1024);
            } catch (WalException e) {
                assertThat(e).hasMessageContaining("damaged at offset");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aMissingSegmentIsNamed() throws Exception {
        writeLog(100);
        List<SegmentName> segments = directory.segments();
        assertThat(segments).hasSizeGreaterThan(3);
        disk.delete(directory.file(segments.get(1)));
        assertThatThrownBy(this::recover)
                .isInstanceOf(WalException.class)
                .hasMessageContaining("between " + segments.get(0).fileName() + " and "
                        + segments.get(2).fileName())
                .hasMessageContaining("add it again");
    }

    @Test
    void aMissingLastSegmentIsNamed() throws Exception {
        writeLog(100);
        Path tail = tail();
        disk.delete(tail);
        assertThatThrownBy(this::recover)
                .isInstanceOf(WalException.class)
                .hasMessageContaining("its last segment " + tail.getFileName())
                .hasMessageContaining("put it back");
    }

    @Test
    void aMissingFirstSegmentWithoutASnapshotLaterIsSaid() throws Exception {
        writeLog(100);
        disk.delete(directory.file(SegmentName.FIRST));
        assertThatThrownBy(() -> WriteAheadLog.validSnapshots(disk, Log.PATH))
                .isInstanceOf(WalException.class)
                .hasMessageContaining("one before the first is missing");
    }

    @Test
    void aLogThatDoesNotSayWhichSegmentIsItsLastIsTakenAsItIsAndSaysSoFromThenOn() throws Exception {
        writeLog(100);
        Path newest = Log.PATH.resolve("newest");
        byte[] whole = disk.contents(newest);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            put(newest, damaged);
            WriteAheadLog.open(directory, WalSnapshot.NONE).log().close();
            assertThat(disk.contents(newest)).isEqualTo(whole);
        }
        disk.delete(newest);
        WriteAheadLog.open(directory, WalSnapshot.NONE).log().close();
        assertThat(disk.contents(newest)).isEqualTo(whole);
    }

    @Test
    void segmentsThatDoNotContinueEachOtherAreRefused() throws Exception {
        writeLog(100);
        Path second = directory.file(directory.segments().get(1));
        byte[] bytes = disk.contents(second);
        int end = bytes.length;
        disk.resize(second, end - lastRecordBytes(bytes));
        assertThatThrownBy(this::recover)
                .isInstanceOf(WalException.class)
                .hasMessageContaining("does not continue the segment before it");
    }

    private static int lastRecordBytes(byte[] segment) {
        int at = 0;
        int last = 0;
        while (at < segment.length) {
            last = at;
            long recordBytes = Frame.recordBytes(java.nio.ByteBuffer.wrap(segment)
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .getLong(at));
            at += (int) (8 + recordBytes + Frame.paddingBytes(recordBytes));
        }
        return segment.length - last;
    }

    @Test
    void aSegmentOfAnotherMemberIsRefused() throws Exception {
        writeLog(100);
        SimDisk other = new SimDisk();
        WalDirectory elsewhere = Log.directory(other, SEGMENT_BYTES);
        try (WriteAheadLog log = WriteAheadLog.create(elsewhere, new WalMetadata(5, 6))) {
            log.append(new HardState(1, 0, 0), entries(1, 1, 5));
            log.sync();
        }
        byte[] foreign = other.contents(elsewhere.file(elsewhere.segments().getFirst()));
        put(tail(), foreign);
        assertThatThrownBy(this::recover).isInstanceOf(WalException.class);
    }

    @Test
    void theTornPartIsKeptAside() throws Exception {
        writeLog(8);
        Path tail = tail();
        // A frame that promises more than there is.
        disk.corrupt(tail, syncedOffsets.getLast(), 0x40);
        byte[] before = disk.contents(tail);
        ReplayedLog recovered = WriteAheadLog.open(directory, WalSnapshot.NONE);
        assertThat(recovered.torn()).isTrue();
        assertThat(disk.contents(tail.resolveSibling(tail.getFileName() + ".broken")))
                .isEqualTo(before);
        recovered.log().append(state(2, 8), Log.entries(2, recovered.entries().size() + 1, 20));
        recovered.log().close();
        ReplayedLog again = WriteAheadLog.open(directory, WalSnapshot.NONE);
        assertThat(again.torn()).isFalse();
        assertThat(again.entries()).hasSize(20);
    }

    @Test
    void committedEntriesThatAreGoneAreMissed() throws Exception {
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            log.append(state(1, 0), entries(1, 1, 3));
            log.saveSnapshot(new WalSnapshot(9, 1, ConfState.EMPTY));
            log.append(state(1, 9), List.of());
            log.sync();
        }
        assertThatThrownBy(this::recover)
                .isInstanceOf(WalException.class)
                .hasMessageContaining("it ends at entry 3, but entries up to 9 were committed");
    }

    private void put(Path file, byte[] bytes) throws IOException {
        disk.delete(file);
        try (DiskFile created = disk.create(file)) {
            created.write(java.nio.ByteBuffer.wrap(bytes), 0);
            created.fsyncData();
        }
        disk.fsyncDirectory(file.getParent());
    }

    private SimDisk copyOf(Path changed, byte[] contents) throws IOException {
        SimDisk copy = new SimDisk();
        copy.createDirectory(Log.PATH);
        for (SegmentName segment : directory.segments()) {
            Path file = directory.file(segment);
            try (DiskFile created = copy.create(file)) {
                created.write(java.nio.ByteBuffer.wrap(file.equals(changed) ? contents : disk.contents(file)), 0);
            }
        }
        return copy;
    }
}
