// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import static dev.cairn.node.wal.Log.assertEntries;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.testkit.PowerCut;
import dev.cairn.node.testkit.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Power fails at every operation in turn; what was synced must be there, and nothing that was never written. */
class LogPowerCutTest {
    private static final int SEGMENT_BYTES = 3000;

    /** What the writer did, as far as it got. */
    private static final class Story {
        final List<Entry> appended = new ArrayList<>();
        int syncedEntries;
        HardState syncedState = HardState.EMPTY;
        WalSnapshot snapshot = WalSnapshot.NONE;
        boolean created;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingThatWasSyncedIsLost(int seed) throws IOException {
        int cuts = 0;
        for (int cutAt = 1; ; cutAt++) {
            SimDisk disk = new SimDisk();
            WalDirectory directory = Log.directory(disk, SEGMENT_BYTES);
            Log.makeDurable(disk);
            Story story = new Story();
            disk.cutPowerAfter(cutAt);
            try {
                write(directory, story, new Random(seed));
                break;
            } catch (PowerCut cut) {
                cuts++;
            }
            disk.restart(new Random(seed * 1000L + cutAt));
            check(directory, story);
        }
        assertThat(cuts).isGreaterThan(60);
    }

    @Test
    void aLogIsThereWithItsFirstEntriesOrNotAtAll() throws IOException {
        List<Entry> founders = List.of(Entry.normal(1, 1, new byte[40]), Entry.normal(1, 2, new byte[40]));
        HardState state = new HardState(1, 0, 2);
        int without = 0;
        for (int cutAt = 1; ; cutAt++) {
            SimDisk disk = new SimDisk();
            WalDirectory directory = Log.directory(disk, SEGMENT_BYTES);
            Log.makeDurable(disk);
            disk.cutPowerAfter(cutAt);
            boolean created = false;
            try {
                WriteAheadLog.create(directory, Log.METADATA, state, founders).close();
                created = true;
            } catch (PowerCut cut) {
                without++;
            }
            disk.restart(new Random(cutAt));
            if (directory.hasLog()) {
                ReplayedLog recovered = WriteAheadLog.open(directory, WalSnapshot.NONE);
                assertEntries(recovered.entries(), founders);
                assertThat(recovered.hardState()).isEqualTo(state);
            } else {
                assertThat(created).isFalse();
            }
            if (created) {
                break;
            }
        }
        assertThat(without).isGreaterThan(3);
    }

    private static void write(WalDirectory directory, Story story, Random random) {
        WriteAheadLog log = WriteAheadLog.create(directory, Log.METADATA);
        story.created = true;
        long term = 1;
        for (int round = 0; round < 25; round++) {
            List<Entry> batch = new ArrayList<>();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                byte[] data = new byte[random.nextInt(random.nextInt(10) == 0 ? 2000 : 120)];
                random.nextBytes(data);
                batch.add(Entry.normal(term, story.appended.size() + 1, data));
                story.appended.add(batch.getLast());
            }
            HardState state = new HardState(term, 1, story.syncedEntries);
            log.append(state, batch);
            log.sync();
            story.syncedEntries = story.appended.size();
            story.syncedState = state;
            term += random.nextInt(3) / 2;
            if (round % 8 == 7) {
                WalSnapshot snapshot = new WalSnapshot(
                        state.commit(),
                        story.appended.get((int) state.commit() - 1).term(),
                        ConfState.EMPTY);
                log.saveSnapshot(snapshot);
                story.snapshot = snapshot;
                log.release(snapshot.index());
            }
        }
    }

    private static void check(WalDirectory directory, Story story) throws IOException {
        if (!directory.hasLog()) {
            assertThat(story.created).isFalse();
            return;
        }
        List<WalSnapshot> points = WriteAheadLog.validSnapshots(directory.disk(), directory.path());
        WalSnapshot from = points.isEmpty() ? WalSnapshot.NONE : points.getLast();
        assertThat(from.index()).isGreaterThanOrEqualTo(story.snapshot.index());
        ReplayedLog recovered = WriteAheadLog.open(directory, from);
        int last = (int) from.index() + recovered.entries().size();
        assertThat(last).isGreaterThanOrEqualTo(story.syncedEntries);
        assertEntries(recovered.entries(), story.appended.subList((int) from.index(), last));
        assertThat(recovered.hardState().term()).isGreaterThanOrEqualTo(story.syncedState.term());
        assertThat(recovered.hardState().commit()).isGreaterThanOrEqualTo(story.syncedState.commit());
        long next = last + 1L;
        recovered.log().append(new HardState(90, 1, last), List.of(Entry.normal(90, next, Entry.NO_DATA)));
        recovered.log().close();
        ReplayedLog again = WriteAheadLog.open(directory, from);
        assertThat(again.entries()).hasSize(recovered.entries().size() + 1);
        assertThat(again.torn()).isFalse();
    }
}
