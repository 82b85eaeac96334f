// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.RaftStatus;
import dev.cairn.node.raft.RoleName;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.log.MemoryLog;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log of 1,000 entries, of which the newest 100 before a snapshot stay in any case; member 2 is fed by snapshot. */
class SnapshotReceiversTest {
    private static final long LAST = 1_000;

    private final AtomicLong nanos = new AtomicLong();
    private final SnapshotReceivers receivers = new SnapshotReceivers(100, nanos::get);
    private final SortedMap<Long, RaftStatus.PeerProgress> peers = new TreeMap<>();
    private MemoryLog log = logOf(10);

    private static MemoryLog logOf(int valueBytes) {
        List<Entry> entries = new ArrayList<>();
        for (long index = 1; index <= LAST; index++) {
            entries.add(Entry.normal(1, index, new byte[valueBytes]));
        }
        return MemoryLog.recovered(Snapshot.EMPTY, new HardState(1, 0, LAST), entries);
    }

    @BeforeEach
    void lead() {
        matches(0);
    }

    private void matches(long index) {
        peers.put(
                2L,
                new RaftStatus.PeerProgress(
                        index, index + 1, RaftStatus.ProgressName.REPLICATE, 0, true, false, false, 0, false));
    }

    private long droppedUpTo() {
        RaftStatus status = new RaftStatus(
                1, new HardState(1, 1, LAST), 1, RoleName.LEADER, LAST, 1, LAST, ConfState.EMPTY, 0, peers);
        return receivers.dropUpTo(LAST, status, log);
    }

    @Test
    void whereNobodyIsFedAllGoesButTheNewest() {
        assertThat(droppedUpTo()).isEqualTo(900);
    }

    @Test
    void whatFollowsASnapshotStaysWhileItIsUnderWay() {
        receivers.sending(2, 300);
        nanos.addAndGet(10 * SnapshotReceivers.GRACE_NANOS);
        assertThat(droppedUpTo()).isEqualTo(300);
    }

    @Test
    void itStaysUntilTheReceiverHasCaughtUp() {
        receivers.sending(2, 300);
        receivers.sent(2, true);
        matches(300);
        assertThat(droppedUpTo()).isEqualTo(300);
        matches(950);
        assertThat(droppedUpTo()).isEqualTo(900);
    }

    @Test
    void aReceiverThatNeverCatchesUpIsGivenUp() {
        receivers.sending(2, 300);
        receivers.sent(2, true);
        nanos.addAndGet(SnapshotReceivers.GRACE_NANOS + 1);
        assertThat(droppedUpTo()).isEqualTo(900);
    }

    @Test
    void nothingIsKeptForASnapshotThatDidNotArrive() {
        receivers.sending(2, 300);
        receivers.sent(2, false);
        assertThat(droppedUpTo()).isEqualTo(900);
    }

    @Test
    void nothingIsKeptByWhoLeadsNoMoreOrForWhoIsNoMember() {
        receivers.sending(2, 300);
        peers.clear();
        assertThat(droppedUpTo()).isEqualTo(900);
    }

    @Test
    void noMoreIsKeptThanMemoryBears() {
        log = logOf(128 << 10);
        receivers.sending(2, 300);
        long kept = SnapshotReceivers.MAX_KEPT_BYTES / (128 << 10);
        assertThat(droppedUpTo()).isBetween(LAST - kept - 1, LAST - kept + 1);
    }
}
