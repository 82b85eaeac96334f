// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

import java.util.List;

/**
 * What members say to each other. One record per kind that travels between members; {@code term} 0 marks a message that
 * was forwarded and carries no term (proposals, read index, transfer). Indexes and terms are unsigned 64 bit.
 */
public sealed interface Message {
    long to();

    long from();

    long term();

    /** Entries for the leader to append: forwarded by a follower. */
    record Prop(long to, long from, List<Entry> entries) implements Message {
        @Override
        public long term() {
            return 0;
        }
    }

    /** AppendEntries (§5.3): {@code entries} follow (logTerm, index). */
    record App(long to, long from, long term, long logTerm, long index, List<Entry> entries, long commit)
            implements Message {}

    /** Answer to App, Snap and stale leaders: {@code index} is the last that matches, or the rejected previous one. */
    record AppResp(long to, long from, long term, long index, boolean reject, long rejectHint, long logTerm)
            implements Message {}

    /** RequestVote (§5.2); {@code transfer} marks a campaign by leadership transfer, which ignores leader leases. */
    record Vote(long to, long from, long term, long logTerm, long index, boolean transfer) implements Message {}

    record VoteResp(long to, long from, long term, boolean reject) implements Message {}

    /** Would you vote for me in {@code term}? (thesis §9.6) */
    record PreVote(long to, long from, long term, long logTerm, long index, boolean transfer) implements Message {}

    record PreVoteResp(long to, long from, long term, boolean reject) implements Message {}

    /** InstallSnapshot (§7). */
    record Snap(long to, long from, long term, Snapshot snapshot) implements Message {}

    /** A leader's sign of life; {@code context} is echoed to confirm leadership for reads. */
    record Heartbeat(long to, long from, long term, long commit, byte[] context) implements Message {}

    record HeartbeatResp(long to, long from, long term, byte[] context) implements Message {}

    /** Ask the leader to hand over to {@code from}, the transferee (thesis §3.10). */
    record TransferLeader(long to, long from) implements Message {
        @Override
        public long term() {
            return 0;
        }
    }

    /** Campaign now: sent by a leader that hands over. */
    record TimeoutNow(long to, long from, long term) implements Message {}

    /** A follower's read-index request to the leader. */
    record ReadIndex(long to, long from, byte[] context) implements Message {
        @Override
        public long term() {
            return 0;
        }
    }

    record ReadIndexResp(long to, long from, long term, long index, byte[] context) implements Message {}
}
