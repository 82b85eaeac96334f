// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.testkit.PowerCut;
import dev.cairn.node.testkit.SimDisk;
import dev.cairn.node.wal.ReplayedLog;
import dev.cairn.node.wal.WalMetadata;
import dev.cairn.node.wal.WalSnapshot;
import dev.cairn.node.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogWriterTest {
    private static final LogWriter.Outputs NOBODY = new LogWriter.Outputs() {
        @Override
        public void send(List<Message> messages) {}

        @Override
        public void persisted(Ready ready) {}
    };
    private static final Path DIRECTORY = Path.of("/data/member/wal");
    private static final ConfState VOTERS = ConfState.ofVoters(List.of(1L, 2L));

    private final SimDisk disk = new SimDisk();
    private final WriteAheadLog wal = WriteAheadLog.create(disk, DIRECTORY, new WalMetadata(1, 2));
    private long nowNanos = 1_000;
    private final LogWriter writer = new LogWriter(wal, () -> nowNanos, NOBODY);

    @Test
    void idleWriterIsNeverStuck() {
        nowNanos += 5_000;
        assertThat(writer.stuckNanos()).isZero();
    }

    @Test
    void writerIsStuckSinceTheWorkCameThatItDoesNotFinish() {
        writer.run(log -> {});
        nowNanos += 70;
        writer.run(log -> {});
        nowNanos += 30;
        assertThat(writer.stuckNanos()).isEqualTo(100);
    }

    @Test
    void finishedWorkIsProgressAlsoWhileMoreWaits() {
        writer.run(log -> {
            nowNanos += 500;
            writer.run(later -> {});
        });
        writer.runOnce();
        nowNanos += 40;
        assertThat(writer.stuckNanos()).isEqualTo(40);
        writer.runOnce();
        assertThat(writer.stuckNanos()).isZero();
    }

    /** The core gives both in one Ready when they came before it was taken, with a commit index among the entries. */
    @Test
    void aPowerCutBetweenASnapshotAndTheEntriesBehindItLeavesALogThatOpens() throws IOException {
        Snapshot snapshot = new Snapshot(new SnapshotMetadata(VOTERS, 7, 3), Entry.NO_DATA);
        List<Entry> behind = List.of(Entry.normal(3, 8, new byte[2_000]), Entry.normal(3, 9, new byte[2_000]));
        WalSnapshot from = new WalSnapshot(7, 3, VOTERS);
        int onlyTheSnapshot = 0;
        for (int cutAt = 1; ; cutAt++) {
            SimDisk mortal = new SimDisk();
            mortal.createDirectory(DIRECTORY.getParent());
            mortal.fsyncDirectory(DIRECTORY.getParent().getParent());
            WriteAheadLog log = WriteAheadLog.create(mortal, DIRECTORY, new WalMetadata(1, 2));
            mortal.cutPowerAfter(cutAt);
            boolean whole = true;
            try {
                LogWriter its = new LogWriter(log, () -> 0, NOBODY);
                its.persist(ready(new HardState(3, 1, 9), behind, snapshot));
                its.runOnce();
            } catch (PowerCut cut) {
                whole = false;
            }
            mortal.restart(new Random(cutAt));
            if (WriteAheadLog.validSnapshots(mortal, DIRECTORY).contains(from)) {
                ReplayedLog recovered = WriteAheadLog.open(mortal, DIRECTORY, from);
                onlyTheSnapshot += recovered.entries().isEmpty() ? 1 : 0;
                assertThat(recovered.hardState().commit())
                        .isBetween(7L, 7L + recovered.entries().size());
            } else {
                assertThat(whole).isFalse();
                assertThat(WriteAheadLog.open(mortal, DIRECTORY, WalSnapshot.NONE)
                                .entries())
                        .isEmpty();
            }
            if (whole) {
                break;
            }
        }
        assertThat(onlyTheSnapshot).isPositive();
    }

    private static Ready ready(HardState state, List<Entry> entries, Snapshot snapshot) {
        return new Ready(
                Optional.empty(),
                Optional.of(state),
                List.of(),
                entries,
                Optional.of(snapshot),
                List.of(),
                List.of(),
                List.of(),
                Ready.Sync.PROMISE,
                Ready.Ack.NOTHING);
    }
}
