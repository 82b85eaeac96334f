// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.progress;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.raft.RaftStatus.ProgressName;

/**
 * What the leader believes of one peer's log: everything up to {@code match} is durable there, the next entry to send is
 * {@code next}. It sends
 * <ul>
 *   <li>probing: one append, then nothing until the peer answers or a heartbeat is answered;
 *   <li>replicating: one append after the other without waiting, as far as the inflight window goes;
 *   <li>in snapshot: nothing until the peer has the snapshot.
 * </ul>
 */
public final class Progress {
    private final Inflights inflights;
    private long match;
    private long next;
    private ProgressName state = ProgressName.PROBE;
    private long pendingSnapshot;
    private long sentCommit;
    private boolean recentActive;
    private boolean flowPaused;

    public Progress(long match, long next, Inflights inflights) {
        this.match = match;
        this.next = next;
        this.inflights = inflights;
    }

    public void becomeProbe() {
        // a peer that got the snapshot has everything up to there
        long first = state == ProgressName.SNAPSHOT ? Math.max(match, pendingSnapshot) + 1 : match + 1;
        enter(ProgressName.PROBE);
        rewindTo(first);
    }

    public void becomeReplicate() {
        enter(ProgressName.REPLICATE);
        next = match + 1;
    }

    public void becomeSnapshot(long snapshotIndex) {
        enter(ProgressName.SNAPSHOT);
        pendingSnapshot = snapshotIndex;
        next = snapshotIndex + 1;
        sentCommit = snapshotIndex;
    }

    /** The snapshot did not arrive: do not count on it when probing again. */
    public void forgetSnapshot() {
        pendingSnapshot = 0;
    }

    private void enter(ProgressName newState) {
        state = newState;
        flowPaused = false;
        pendingSnapshot = 0;
        inflights.clear();
    }

    /** The peer has acknowledged everything up to {@code index}; false when that is no news. */
    public boolean acknowledged(long index) {
        if (index <= match) {
            return false;
        }
        match = index;
        next = Math.max(next, index + 1);
        checkNext();
        flowPaused = false;
        return true;
    }

    /**
     * The peer has refused an append after {@code rejectedIndex}, as its log may match no further than {@code hint}.
     * False when the refusal is out of date.
     */
    public boolean rejected(long rejectedIndex, long hint) {
        if (state == ProgressName.REPLICATE) {
            if (rejectedIndex <= match) {
                return false;
            }
            rewindTo(match + 1);
            return true;
        }
        // while probing only the last append counts, and that one followed next - 1
        if (next - 1 != rejectedIndex) {
            return false;
        }
        rewindTo(Math.max(Math.min(rejectedIndex, hint + 1), match + 1));
        flowPaused = false;
        return true;
    }

    private void checkNext() {
        Invariant.check(next > match, "entry %d is to be sent to a peer that has all up to %d", next, match);
    }

    private void rewindTo(long newNext) {
        next = newNext;
        checkNext();
        sentCommit = Math.min(sentCommit, next - 1);
    }

    /** An append with so many entries was sent. */
    public void sentEntries(int count, long payloadBytes) {
        switch (state) {
            case REPLICATE -> {
                if (count > 0) {
                    next += count;
                    inflights.add(next - 1, payloadBytes);
                }
                flowPaused = inflights.isFull();
            }
            case PROBE -> flowPaused |= count > 0;
            case SNAPSHOT -> Invariant.check(false, "an append is sent to a peer that waits for a snapshot");
        }
    }

    public void sentCommit(long commit) {
        sentCommit = commit;
    }

    /** Telling it {@code commit} may let the peer commit more than what it was told last. */
    public boolean canRaiseCommitTo(long commit) {
        return commit > sentCommit && sentCommit < next - 1;
    }

    public boolean isPaused() {
        return state == ProgressName.SNAPSHOT || flowPaused;
    }

    public void pause() {
        flowPaused = true;
    }

    public void resume() {
        flowPaused = false;
    }

    public void freeInflights(long index) {
        inflights.freeUpTo(index);
    }

    public boolean inflightsFull() {
        return inflights.isFull();
    }

    public int inflightMessages() {
        return inflights.messages();
    }

    public long match() {
        return match;
    }

    public long next() {
        return next;
    }

    public ProgressName state() {
        return state;
    }

    public long pendingSnapshot() {
        return pendingSnapshot;
    }

    public boolean recentActive() {
        return recentActive;
    }

    public void recentActive(boolean active) {
        recentActive = active;
    }
}
