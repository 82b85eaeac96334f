// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.LogStorage;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryLogTest {
    private static final ConfState VOTERS = ConfState.ofVoters(List.of(1L));

    private static List<Entry> entries(long first, long... terms) {
        List<Entry> entries = new ArrayList<>();
        for (long term : terms) {
            entries.add(Entry.normal(term, first + entries.size(), Entry.NO_DATA));
        }
        return entries;
    }

    /** Snapshot at 10 (term 2), entries 11..13. */
    private static MemoryLog afterSnapshot() {
        Snapshot snapshot = new Snapshot(new SnapshotMetadata(VOTERS, 10, 2), Entry.NO_DATA);
        return MemoryLog.recovered(snapshot, new HardState(3, 1, 11), entries(11, 2, 3, 3));
    }

    @Test
    void startsAfterItsSnapshotAndKnowsTheTermThere() {
        MemoryLog log = afterSnapshot();
        assertThat(log.firstIndex()).isEqualTo(11);
        assertThat(log.lastIndex()).isEqualTo(13);
        assertThat(log.term(10)).isEqualTo(2);
        assertThat(log.term(9)).isEqualTo(LogStorage.UNKNOWN_TERM);
        assertThat(log.term(14)).isEqualTo(LogStorage.UNKNOWN_TERM);
        assertThat(log.initialConfState()).isEqualTo(VOTERS);
    }

    @Test
    void appendReplacesFromItsFirstEntryOn() {
        MemoryLog log = afterSnapshot();
        log.append(entries(12, 4));
        assertThat(log.lastIndex()).isEqualTo(12);
        assertThat(log.term(12)).isEqualTo(4);
        log.append(entries(9, 2, 2, 5));
        assertThat(log.lastIndex()).as("9 and 10 are compacted").isEqualTo(11);
        assertThat(log.term(11)).isEqualTo(5);
        log.append(entries(8, 1, 1));
        assertThat(log.lastIndex()).as("nothing new").isEqualTo(11);
        assertThatThrownBy(() -> log.append(entries(14, 5)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("entries from 14 leave a gap after 11");
    }

    @Test
    void entriesThatWereHandedOutDoNotChange() {
        MemoryLog log = afterSnapshot();
        List<Entry> handedOut = log.entries(11, 14, Long.MAX_VALUE);
        log.append(entries(11, 9));
        log.compact(11);
        assertThat(handedOut).extracting(Entry::term).containsExactly(2L, 3L, 3L);
    }

    @Test
    void compactionKeepsTheTermItCutsAt() {
        MemoryLog log = afterSnapshot();
        log.compact(12);
        assertThat(log.firstIndex()).isEqualTo(13);
        assertThat(log.term(12)).isEqualTo(3);
        log.compact(11);
        assertThat(log.firstIndex()).as("already gone").isEqualTo(13);
        assertThatThrownBy(() -> log.compact(14)).hasMessageContaining("compact to 14, but the log ends at 13");
        assertThatThrownBy(() -> log.entries(12, 14, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void snapshotsOnlyMoveForward() {
        MemoryLog log = afterSnapshot();
        Snapshot own = log.createSnapshot(12, VOTERS, Entry.NO_DATA);
        assertThat(own.metadata().term()).isEqualTo(3);
        assertThat(log.snapshot()).contains(own);
        assertThat(log.firstIndex()).as("entries stay until they are compacted").isEqualTo(11);
        assertThatThrownBy(() -> log.createSnapshot(12, VOTERS, Entry.NO_DATA))
                .hasMessageContaining("the last one is at 12");
        assertThatThrownBy(() -> log.createSnapshot(14, VOTERS, Entry.NO_DATA))
                .hasMessageContaining("the log ends at 13");
        Snapshot older = new Snapshot(new SnapshotMetadata(VOTERS, 5, 1), Entry.NO_DATA);
        assertThatThrownBy(() -> log.installSnapshot(older)).hasMessageContaining("older than the one at 12");
    }
}
