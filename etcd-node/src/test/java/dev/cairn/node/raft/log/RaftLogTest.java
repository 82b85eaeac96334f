// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.LogStorage;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaftLogTest {
    private static final long ALL = Long.MAX_VALUE;

    private final MemoryLog storage = new MemoryLog();

    private static List<Entry> entries(long first, long... terms) {
        List<Entry> entries = new ArrayList<>();
        for (long term : terms) {
            entries.add(Entry.normal(term, first + entries.size(), new byte[10]));
        }
        return entries;
    }

    private static Snapshot snapshot(long index, long term) {
        return new Snapshot(new SnapshotMetadata(ConfState.ofVoters(List.of(1L)), index, term), Entry.NO_DATA);
    }

    private static List<Long> terms(List<Entry> entries) {
        return entries.stream().map(Entry::term).toList();
    }

    /** Stable 1..3, unstable 4..5. */
    private RaftLog halfStable() {
        storage.append(entries(1, 1, 1, 2));
        RaftLog log = new RaftLog(storage, ALL);
        log.append(entries(4, 2, 3));
        return log;
    }

    @Test
    void stableAndUnstablePartsAreOneLog() {
        RaftLog log = halfStable();
        assertThat(log.firstIndex()).isEqualTo(1);
        assertThat(log.lastIndex()).isEqualTo(5);
        assertThat(log.lastTerm()).isEqualTo(3);
        assertThat(log.term(0)).isZero();
        assertThat(log.term(3)).isEqualTo(2);
        assertThat(log.term(6)).isEqualTo(LogStorage.UNKNOWN_TERM);
        assertThat(terms(log.slice(2, 6, ALL))).containsExactly(1L, 2L, 2L, 3L);
    }

    @Test
    void slicesAreBoundedInBytesYetNeverEmpty() {
        RaftLog log = halfStable();
        int one = entries(1, 1).getFirst().encodedBytes();
        assertThat(log.slice(1, 6, 0)).hasSize(1);
        assertThat(log.slice(1, 6, 2 * one)).hasSize(2);
        assertThat(log.slice(3, 6, 2 * one)).as("across the border").hasSize(2);
        assertThat(log.slice(4, 6, one)).hasSize(1);
        assertThat(log.entriesFrom(6, ALL)).isEmpty();
    }

    @Test
    void followersLogIsReplacedFromTheFirstConflictOnly() {
        RaftLog log = halfStable();
        assertThat(log.appendAfter(9, 3, entries(4, 9))).as("wrong term at 3").isFalse();
        assertThat(log.appendAfter(2, 3, entries(4, 2))).as("already there").isTrue();
        assertThat(log.lastIndex()).as("what follows stays").isEqualTo(5);
        assertThat(log.appendAfter(1, 2, entries(3, 2, 4))).isTrue();
        assertThat(terms(log.slice(1, 5, ALL))).containsExactly(1L, 1L, 2L, 4L);
        assertThat(log.lastIndex()).isEqualTo(4);
    }

    @Test
    void committedEntryIsNeverReplaced() {
        RaftLog log = halfStable();
        log.commitTo(4);
        assertThatThrownBy(() -> log.appendAfter(2, 3, entries(4, 7)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("would replace one that is committed");
    }

    @Test
    void commitBeyondTheEndMeansDamage() {
        RaftLog log = halfStable();
        log.commitTo(2);
        log.commitTo(1);
        assertThat(log.committed()).isEqualTo(2);
        assertThatThrownBy(() -> log.commitTo(6)).hasMessageContaining("the log ends at 5: was it damaged?");
    }

    @Test
    void entriesStayUnstableUntilExactlyTheyAreAcknowledged() {
        RaftLog log = halfStable();
        log.markInProgress();
        assertThat(log.hasEntriesToWrite()).isFalse();
        log.appendAfter(2, 3, entries(4, 5, 5));
        assertThat(terms(log.entriesToWrite()))
                .as("overwritten while being written")
                .containsExactly(5L, 5L);
        assertThat(log.stableTo(3, 5)).as("the old entry 5").isFalse();
        log.markInProgress();
        storage.append(entries(4, 5, 5));
        assertThat(log.stableTo(5, 4)).isTrue();
        assertThat(log.hasUnstableEntries()).isTrue();
        assertThat(log.stableTo(5, 5)).isTrue();
        assertThat(log.hasUnstableEntries()).isFalse();
        assertThat(log.stableTo(5, 5)).as("twice").isFalse();
        assertThat(terms(log.slice(1, 6, ALL))).containsExactly(1L, 1L, 2L, 5L, 5L);
    }

    @Test
    void onlyCommittedAndStableEntriesAreApplied() {
        RaftLog log = halfStable();
        assertThat(log.entriesToApply(false)).isEmpty();
        log.commitTo(5);
        assertThat(log.entriesToApply(false)).hasSize(3);
        assertThat(log.entriesToApply(true)).hasSize(5);
        List<Entry> batch = log.entriesToApply(false);
        log.markApplying(batch, false);
        assertThat(log.isApplying()).isTrue();
        assertThat(log.hasEntriesToApply(false)).isFalse();
        storage.append(entries(4, 2, 3));
        log.stableTo(3, 5);
        assertThat(log.entriesToApply(false)).hasSize(2);
        log.appliedTo(3, batch);
        assertThat(log.applied()).isEqualTo(3);
        assertThatThrownBy(() -> log.appliedTo(2, List.of())).hasMessageContaining("applied 2 is not within [3, 5]");
    }

    @Test
    void applyingIsBoundedInBytes() {
        storage.append(entries(1, 1, 1, 1, 1));
        int one = entries(1, 1).getFirst().encodedBytes();
        RaftLog log = new RaftLog(storage, 2 * one + 1);
        log.commitTo(4);
        List<Entry> first = log.entriesToApply(false);
        assertThat(first).hasSize(2);
        log.markApplying(first, false);
        assertThat(log.hasEntriesToApply(false)).as("the bound is reached").isFalse();
        log.appliedTo(2, first);
        assertThat(log.entriesToApply(false)).hasSize(2);
    }

    @Test
    void snapshotReplacesTheLogAndHoldsApplyingBack() {
        RaftLog log = halfStable();
        log.restore(snapshot(10, 4));
        assertThat(log.firstIndex()).isEqualTo(11);
        assertThat(log.lastIndex()).isEqualTo(10);
        assertThat(log.lastTerm()).isEqualTo(4);
        assertThat(log.committed()).isEqualTo(10);
        assertThat(log.term(3)).isEqualTo(LogStorage.UNKNOWN_TERM);
        log.append(entries(11, 4));
        log.commitTo(11);
        assertThat(log.hasEntriesToApply(true)).isFalse();
        assertThat(log.snapshotToWrite()).isPresent();
        log.markInProgress();
        assertThat(log.snapshotToWrite()).isEmpty();
        storage.installSnapshot(snapshot(10, 4));
        log.stableSnapshot(9);
        assertThat(log.hasPendingSnapshot()).as("another snapshot").isTrue();
        log.stableSnapshot(10);
        log.appliedTo(10, List.of());
        assertThat(log.entriesToApply(true)).hasSize(1);
    }

    @Test
    void hintSkipsWholeTerms() {
        storage.append(entries(1, 1, 1, 4, 4, 5));
        RaftLog log = new RaftLog(storage, ALL);
        assertThat(log.lastNotAbove(5, 5)).isEqualTo(5);
        assertThat(log.lastNotAbove(4, 5)).isEqualTo(4);
        assertThat(log.lastNotAbove(3, 5)).isEqualTo(2);
        assertThat(log.lastNotAbove(0, 5)).isZero();
        assertThat(log.lastNotAbove(3, 9)).as("beyond the end nothing is known").isEqualTo(9);
    }

    @Test
    void logIsMoreCompleteByTermThenByLength() {
        RaftLog log = halfStable();
        assertThat(log.isNoNewerThan(4, 1)).isTrue();
        assertThat(log.isNoNewerThan(3, 5)).isTrue();
        assertThat(log.isNoNewerThan(3, 4)).isFalse();
        assertThat(log.isNoNewerThan(2, 99)).isFalse();
    }
}
