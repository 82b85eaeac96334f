// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import static dev.cairn.node.wal.Log.assertEntries;
import static dev.cairn.node.wal.Log.entries;
import static dev.cairn.node.wal.Log.entry;
import static dev.cairn.node.wal.Log.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.testkit.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriteAheadLogTest {
    private static final ConfState ONE_VOTER = ConfState.ofVoters(List.of(1L));
    private final SimDisk disk = new SimDisk();
    private final WalDirectory directory = Log.directory(disk, 4096);

    @Test
    void aNewLogIsEmptyAndKnowsWhoseItIs() {
        WriteAheadLog.create(directory, Log.METADATA).close();
        ReplayedLog recovered = WriteAheadLog.open(directory, WalSnapshot.NONE);
        assertThat(recovered.metadata()).isEqualTo(Log.METADATA);
        assertThat(recovered.hardState()).isEqualTo(HardState.EMPTY);
        assertThat(recovered.entries()).isEmpty();
        assertThat(WriteAheadLog.exists(disk, Log.PATH)).isTrue();
        assertThatThrownBy(() -> WriteAheadLog.create(directory, Log.METADATA))
                .isInstanceOf(WalException.class)
                .hasMessageContaining("already");
    }

    @Test
    void givesBackWhatWasSynced() {
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            log.append(state(1, 0), entries(1, 1, 3));
            log.sync();
            log.append(state(1, 3), entries(1, 4, 5));
            log.sync();
        }
        try (WriteAheadLog log = WriteAheadLog.open(directory, WalSnapshot.NONE).log()) {
            log.append(state(2, 5), entries(2, 6, 7));
            log.sync();
        }
        ReplayedLog recovered = WriteAheadLog.open(directory, WalSnapshot.NONE);
        assertThat(recovered.hardState()).isEqualTo(state(2, 5));
        List<Entry> expected = new ArrayList<>(entries(1, 1, 5));
        expected.addAll(entries(2, 6, 7));
        assertEntries(recovered.entries(), expected);
        assertThat(recovered.torn()).isFalse();
    }

    @Test
    void aLaterEntryReplacesAllFromItsIndexOn() {
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            log.append(state(1, 2), entries(1, 1, 6));
            log.sync();
            log.append(state(3, 2), entries(3, 4, 4));
            log.sync();
        }
        List<Entry> expected = new ArrayList<>(entries(1, 1, 3));
        expected.add(entry(3, 4));
        assertEntries(WriteAheadLog.open(directory, WalSnapshot.NONE).entries(), expected);
    }

    /** Otherwise the member forgets that it acknowledged entry 4 of term 3 and votes for who lacks it. */
    @Test
    void anEntryThatTheSnapshotStandsForReplacedWhatIsAboveTheSnapshot() {
        WalSnapshot snapshot = new WalSnapshot(4, 3, ONE_VOTER);
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            log.append(state(2, 2), entries(2, 1, 6));
            log.sync();
            log.append(state(3, 4), List.of(entry(3, 4)));
            log.sync();
            log.saveSnapshot(snapshot);
        }
        assertThat(WriteAheadLog.open(directory, snapshot).entries()).isEmpty();
    }

    @Test
    void aReceivedSnapshotReplacesWhatEarlierTermsLeftAboveIt() {
        WalSnapshot snapshot = new WalSnapshot(5, 3, ONE_VOTER);
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            log.append(state(2, 2), entries(2, 1, 7));
            log.sync();
            log.append(state(3, 5), List.of());
            log.saveSnapshot(snapshot);
            log.sync();
        }
        assertThat(WriteAheadLog.open(directory, snapshot).entries()).isEmpty();
    }

    @Test
    void segmentsFollowEachOtherAndReadAsOne() throws Exception {
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            for (long i = 1; i <= 500; i++) {
                log.append(state(1, i - 1), List.of(entry(1, i)));
                log.sync();
            }
        }
        List<SegmentName> segments = directory.segments();
        assertThat(segments).hasSizeGreaterThan(5);
        for (SegmentName segment : segments.subList(0, segments.size() - 1)) {
            assertThat(disk.contents(directory.file(segment)).length).isBetween(4096, 4096 + 200);
        }
        ReplayedLog recovered = WriteAheadLog.open(directory, WalSnapshot.NONE);
        assertEntries(recovered.entries(), entries(1, 1, 500));
        assertThat(recovered.hardState()).isEqualTo(state(1, 499));
    }

    @Test
    void oneHugeEntryMakesItsSegmentLonger() {
        byte[] data = new byte[20_000];
        new Random(1).nextBytes(data);
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            log.append(state(1, 0), List.of(Entry.normal(1, 1, data), entry(1, 2)));
            log.sync();
            log.append(null, List.of(entry(1, 3)));
            log.sync();
        }
        ReplayedLog recovered = WriteAheadLog.open(directory, WalSnapshot.NONE);
        assertThat(recovered.entries()).hasSize(3);
        assertThat(recovered.entries().getFirst().data()).isEqualTo(data);
    }

    @Test
    void opensAtASnapshotAndReadsOnlyWhatFollows() {
        WalSnapshot snapshot = new WalSnapshot(200, 1, ONE_VOTER);
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            for (long i = 1; i <= 300; i++) {
                log.append(state(1, i), List.of(entry(1, i)));
                log.sync();
                if (i == 250) {
                    log.saveSnapshot(snapshot);
                }
            }
        }
        assertThat(WriteAheadLog.validSnapshots(disk, Log.PATH)).containsExactly(WalSnapshot.NONE, snapshot);
        assertEntries(WriteAheadLog.open(directory, snapshot).entries(), entries(1, 201, 300));
    }

    @Test
    void aReceivedSnapshotLeavesAGapThatIsNoGapFromThere() {
        WalSnapshot snapshot = new WalSnapshot(1000, 4, ONE_VOTER);
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            log.append(state(1, 2), entries(1, 1, 3));
            log.saveSnapshot(snapshot);
            log.append(state(4, 1000), List.of());
            log.sync();
            log.append(state(4, 1001), entries(4, 1001, 1002));
            log.sync();
        }
        ReplayedLog recovered = WriteAheadLog.open(directory, snapshot);
        assertEntries(recovered.entries(), entries(4, 1001, 1002));
        recovered.log().close();
        assertThatThrownBy(() -> WriteAheadLog.open(directory, WalSnapshot.NONE))
                .isInstanceOf(WalException.class)
                .hasMessageContaining("entries 4 to 1000 are missing");
    }

    @Test
    void aSnapshotNotYetCommittedIsNoPointToOpenAt() {
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            log.append(state(1, 2), entries(1, 1, 3));
            log.saveSnapshot(new WalSnapshot(1000, 4, ONE_VOTER));
        }
        assertThat(WriteAheadLog.validSnapshots(disk, Log.PATH)).containsExactly(WalSnapshot.NONE);
    }

    @Test
    void aStateAppendedBeforeItsSnapshotIsWrittenBehindIt() {
        WalSnapshot snapshot = new WalSnapshot(1000, 4, ONE_VOTER);
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            log.append(state(4, 1000), List.of());
            log.saveSnapshot(snapshot);
        }
        assertThat(WriteAheadLog.open(directory, snapshot).hardState()).isEqualTo(state(4, 1000));
    }

    @Test
    void releaseKeepsTheSegmentThatHoldsTheIndexAndAllBehindIt() throws Exception {
        WalSnapshot snapshot = new WalSnapshot(250, 1, ONE_VOTER);
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            for (long i = 1; i <= 500; i++) {
                log.append(state(1, i), List.of(entry(1, i)));
                log.sync();
            }
            log.saveSnapshot(snapshot);
            log.release(250);
            List<SegmentName> left = directory.segments();
            assertThat(left.get(0).firstIndex()).isLessThan(250);
            assertThat(left.get(1).firstIndex()).isGreaterThanOrEqualTo(250);
            log.append(state(1, 500), List.of(entry(1, 501)));
            log.sync();
        }
        ReplayedLog recovered = WriteAheadLog.open(directory, snapshot);
        assertEntries(recovered.entries(), entries(1, 251, 501));
        recovered.log().release(Long.MAX_VALUE);
        assertThat(directory.segments()).hasSize(1);
        recovered.log().close();
        assertThatThrownBy(() -> WriteAheadLog.open(directory, WalSnapshot.NONE))
                .isInstanceOf(WalException.class)
                .hasMessageContaining("no segment reaches back to index 0");
    }

    @Test
    void aSnapshotThatTheLogDoesNotKnowIsRefused() {
        try (WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA)) {
            log.append(state(1, 3), entries(1, 1, 3));
            log.saveSnapshot(new WalSnapshot(2, 1, ONE_VOTER));
        }
        assertThatThrownBy(() -> WriteAheadLog.open(directory, new WalSnapshot(3, 1, ONE_VOTER)))
                .isInstanceOf(WalException.class)
                .hasMessageContaining("no record of a raft snapshot at index 3");
        assertThatThrownBy(() -> WriteAheadLog.open(directory, new WalSnapshot(2, 7, ONE_VOTER)))
                .isInstanceOf(WalException.class)
                .hasMessageContaining("has term 1, not 7");
    }

    @Test
    void aSecondProcessIsKeptOut() {
        WriteAheadLog.create(directory, Log.METADATA);
        assertThatThrownBy(() -> WriteAheadLog.open(directory, WalSnapshot.NONE))
                .isInstanceOf(WalException.class)
                .hasMessageContaining("in use by another process");
    }

    @Test
    void aFailedFsyncIsFinal() {
        WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA);
        log.append(state(1, 0), entries(1, 1, 1));
        disk.failNextFsync();
        assertThatThrownBy(log::sync).isInstanceOf(WalException.class).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(log::sync).isInstanceOf(WalException.class).hasMessageContaining("failed before");
        assertThatThrownBy(() -> log.append(null, List.of()))
                .isInstanceOf(WalException.class)
                .hasMessageContaining("failed before");
        log.close();
    }

    @Test
    void aFullDiskIsFinalAndWhatWasSyncedStays() {
        disk.limitTo(10_000);
        WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA);
        List<Entry> synced = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (long i = 1; ; i++) {
                        log.append(state(1, i - 1), List.of(entry(1, i)));
                        log.sync();
                        synced.add(entry(1, i));
                    }
                })
                .isInstanceOf(WalException.class)
                .hasMessageContaining("No space left on device");
        log.close();
        disk.limitTo(Long.MAX_VALUE);
        List<Entry> recovered = WriteAheadLog.open(directory, WalSnapshot.NONE).entries();
        assertThat(recovered.size()).isGreaterThanOrEqualTo(synced.size());
        assertEntries(recovered.subList(0, synced.size()), synced);
    }

    @Test
    void nothingIsSyncedForNothing() {
        WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA);
        long before = disk.operations();
        log.append(null, List.of());
        log.sync();
        assertThat(disk.operations()).isEqualTo(before);
        log.append(state(1, 0), entries(1, 1, 3));
        log.append(state(1, 1), entries(1, 4, 5));
        log.sync();
        assertThat(disk.operations()).as("one write and one fsync").isEqualTo(before + 2);
    }

    @Test
    void whatRecoveryWouldRefuseIsNotTaken() {
        for (Runnable nonsense : List.<Runnable>of(
                () -> appendTo(state(2, 3), List.of(entry(2, 5))),
                () -> appendTo(state(1, 3), List.of()),
                () -> appendTo(state(2, 1), List.of()))) {
            assertThatThrownBy(nonsense::run).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void appendTo(HardState state, List<Entry> entries) {
        try (WriteAheadLog log = WriteAheadLog.create(Log.directory(new SimDisk(), 4096), Log.METADATA)) {
            log.append(state(2, 2), Log.entries(2, 1, 3));
            log.sync();
            log.append(state, entries);
        }
    }
}
