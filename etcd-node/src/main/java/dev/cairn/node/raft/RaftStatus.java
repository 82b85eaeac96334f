// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

import java.util.SortedMap;

/**
 * A look at the core at one moment.
 *
 * @param leader 0 when unknown
 * @param leadTransferee whom leadership is being handed to, 0 = nobody
 * @param peers by ascending id, this member included; empty unless it leads
 */
public record RaftStatus(
        long id,
        HardState hardState,
        long leader,
        RoleName role,
        long applied,
        long firstIndex,
        long lastIndex,
        ConfState confState,
        long leadTransferee,
        SortedMap<Long, PeerProgress> peers) {

    public long term() {
        return hardState.term();
    }

    public long commit() {
        return hardState.commit();
    }

    /**
     * What the leader believes of a peer.
     *
     * @param match the last index known to be durable there
     * @param next the index of the next entry to send
     * @param pendingSnapshot the index of the snapshot it is waiting for, 0 = none
     * @param recentActive heard from since the last quorum check
     */
    public record PeerProgress(
            long match,
            long next,
            ProgressName state,
            long pendingSnapshot,
            boolean recentActive,
            boolean learner,
            boolean paused,
            int inflightMessages,
            boolean inflightFull) {}

    /** How a peer is being replicated to. */
    public enum ProgressName {
        PROBE("StateProbe"),
        REPLICATE("StateReplicate"),
        SNAPSHOT("StateSnapshot");

        private final String text;

        ProgressName(String text) {
            this.text = text;
        }

        /** etcd's spelling. */
        @Override
        public String toString() {
            return text;
        }
    }
}
