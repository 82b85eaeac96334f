// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

import java.util.List;
import java.util.Optional;

/**
 * What the core wants done, in the order that the names tell. The driver
 * <ol>
 *   <li>sends {@link #messagesToSendNow} at any time (a leader's appends need not wait for its own disk);
 *   <li>persists {@link #hardState}, {@link #snapshot} and {@link #entries} (entries replace every stored one from their
 *       first index on), synced if {@link #mustSync}; gives entries and snapshot to its {@link LogStorage};
 *   <li>then sends {@link #messagesToSendAfterPersist} and calls {@code onAppended(ack)};
 *   <li>applies {@link #committedEntries} and calls {@code onApplied(committedEntries)}.
 * </ol>
 * Several may be under way; they are persisted and acknowledged in the order in which they were taken.
 *
 * @param softState leader or role, when one of them changed
 * @param hardState term, vote and commit, when one of them changed
 * @param readStates answers to read-index requests of this member
 * @param snapshot to be installed in place of the whole log; {@code entries} that come with it follow it
 * @param committedEntries to be applied in order; already durable in the local log, unless {@code applyUnstableEntries}
 * @param sync why what is persisted must be synced before it is acknowledged, or that it need not be
 * @param ack what to hand to {@code onAppended} once everything above is durable
 */
public record Ready(
        Optional<SoftState> softState,
        Optional<HardState> hardState,
        List<ReadState> readStates,
        List<Entry> entries,
        Optional<Snapshot> snapshot,
        List<Entry> committedEntries,
        List<Message> messagesToSendNow,
        List<Message> messagesToSendAfterPersist,
        Sync sync,
        Ack ack) {

    /** Whether a write may be lost in a power cut. */
    public enum Sync {
        /** Only a commit index changed: it can be learnt again. */
        NOT_NEEDED,
        /**
         * The commit index may pass a configuration change. Whoever acknowledges a second change must remember that the first
         * one is committed: campaigning by the configuration before the first, it could be elected beside the leader of the
         * configuration after the second. (etcd does not sync here.)
         */
        CONF_CHANGE_COMMITTED,
        /** Entries, term or vote changed: promises to other members. */
        PROMISE
    }

    public boolean mustSync() {
        return sync != Sync.NOT_NEEDED;
    }

    /** There is something to persist or to answer once everything before it is durable. */
    public boolean hasStorageWork() {
        return hardState.isPresent()
                || !entries.isEmpty()
                || snapshot.isPresent()
                || !messagesToSendAfterPersist.isEmpty()
                || !ack.messagesToSelf().isEmpty();
    }

    /**
     * What becomes true when a Ready is durable: up to which entry the log is stable, and the member's own votes and
     * append acknowledgements, which count no earlier than anybody else's.
     *
     * @param term the term when the Ready was taken; entries acknowledged under an older term may have been replaced
     *     since (the ABA problem) and are not believed to be stable
     * @param lastIndex the last entry of the log then, or 0 when nothing was waiting to become stable
     * @param snapshotIndex the snapshot that became durable, or 0
     */
    public record Ack(long term, long lastTerm, long lastIndex, long snapshotIndex, List<Message> messagesToSelf) {
        public static final Ack NOTHING = new Ack(0, 0, 0, 0, List.of());
    }
}
