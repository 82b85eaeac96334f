// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.raft.RaftStatus.ProgressName;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static Progress probing(long match, long next) {
        return new Progress(match, next, new Inflights(2, 100));
    }

    private static Progress replicating(long match) {
        Progress progress = probing(match, match + 1);
        progress.becomeReplicate();
        return progress;
    }

    @Test
    void probingPausesAfterOneAppendWithEntries() {
        Progress progress = probing(0, 5);
        progress.sentEntries(0, 0);
        assertThat(progress.isPaused()).isFalse();
        progress.sentEntries(3, 30);
        assertThat(progress.isPaused()).isTrue();
        assertThat(progress.next()).isEqualTo(5);
    }

    @Test
    void replicatingAdvancesNextAndPausesWhenTheWindowIsFull() {
        Progress progress = replicating(4);
        progress.sentEntries(3, 10);
        assertThat(progress.next()).isEqualTo(8);
        assertThat(progress.isPaused()).isFalse();
        progress.sentEntries(1, 10);
        assertThat(progress.isPaused()).isTrue();
        progress.freeInflights(7);
        assertThat(progress.acknowledged(7)).isTrue();
        assertThat(progress.isPaused()).isFalse();
        assertThat(progress.inflightMessages()).isEqualTo(1);
    }

    @Test
    void acknowledgementThatIsNoNewsChangesNothing() {
        Progress progress = replicating(4);
        assertThat(progress.acknowledged(4)).isFalse();
        assertThat(progress.acknowledged(3)).isFalse();
        assertThat(progress.match()).isEqualTo(4);
        assertThat(progress.next()).isEqualTo(5);
    }

    @Test
    void refusalWhileReplicatingGoesBackToWhatIsKnownToMatch() {
        Progress progress = replicating(4);
        progress.sentEntries(5, 10);
        assertThat(progress.rejected(4, 2))
                .as("older than what it acknowledged")
                .isFalse();
        assertThat(progress.rejected(9, 8)).isTrue();
        assertThat(progress.next()).isEqualTo(5);
    }

    @Test
    void refusalWhileProbingCountsForTheLastAppendOnlyAndFollowsTheHint() {
        Progress progress = probing(2, 10);
        progress.sentEntries(1, 1);
        assertThat(progress.rejected(7, 3)).as("of an earlier append").isFalse();
        assertThat(progress.isPaused()).isTrue();
        assertThat(progress.rejected(9, 5)).isTrue();
        assertThat(progress.next()).isEqualTo(6);
        assertThat(progress.isPaused()).isFalse();
        assertThat(progress.rejected(5, 0)).isTrue();
        assertThat(progress.next()).as("never below what matches").isEqualTo(3);
    }

    @Test
    void snapshotHoldsEverythingBackUntilItIsThere() {
        Progress progress = replicating(4);
        progress.becomeSnapshot(20);
        assertThat(progress.isPaused()).isTrue();
        progress.resume();
        assertThat(progress.isPaused()).isTrue();
        assertThatThrownBy(() -> progress.sentEntries(1, 1)).isInstanceOf(IllegalStateException.class);
        progress.becomeProbe();
        assertThat(progress.state()).isEqualTo(ProgressName.PROBE);
        assertThat(progress.next()).isEqualTo(21);
    }

    @Test
    void snapshotThatFailedIsNotCountedOn() {
        Progress progress = replicating(4);
        progress.becomeSnapshot(20);
        progress.forgetSnapshot();
        progress.becomeProbe();
        assertThat(progress.next()).isEqualTo(5);
    }

    @Test
    void commitIsWorthSendingUpToWhatWasSent() {
        Progress progress = replicating(4);
        progress.sentEntries(2, 2);
        progress.sentCommit(4);
        assertThat(progress.canRaiseCommitTo(4)).isFalse();
        assertThat(progress.canRaiseCommitTo(5)).isTrue();
        progress.sentCommit(6);
        assertThat(progress.canRaiseCommitTo(7)).as("it has no entry 7").isFalse();
        progress.rejected(6, 4);
        assertThat(progress.canRaiseCommitTo(7)).as("what was sent may be lost").isFalse();
        progress.sentEntries(3, 3);
        assertThat(progress.canRaiseCommitTo(7)).isTrue();
    }

    @Test
    void windowIsBoundedInMessagesAndBytes() {
        Inflights byMessages = new Inflights(2, 1000);
        byMessages.add(1, 1);
        byMessages.add(2, 1);
        assertThat(byMessages.isFull()).isTrue();
        assertThatThrownBy(() -> byMessages.add(3, 1)).isInstanceOf(IllegalStateException.class);
        byMessages.freeUpTo(0);
        assertThat(byMessages.messages()).isEqualTo(2);
        byMessages.freeUpTo(1);
        assertThat(byMessages.isFull()).isFalse();

        Inflights byBytes = new Inflights(100, 10);
        byBytes.add(1, 9);
        assertThat(byBytes.isFull()).isFalse();
        byBytes.add(2, 50);
        assertThat(byBytes.isFull()).isTrue();
        byBytes.freeUpTo(2);
        assertThat(byBytes.messages()).isZero();
        assertThat(byBytes.isFull()).isFalse();
    }
}
