// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;

/**
 * What other members ask of this one over the peer port, beyond raft messages: the answering side of {@link PeerClient}.
 * Called on threads that may block; refusals are {@link dev.cairn.node.wire.EtcdException}s.
 */
public interface PeerRequests {
    /** {@code cluster} is null before the first decision, {@code storage} before 3.6. */
    PeerClient.VersionsAnswer versions();

    /** Promotes a learner, at the leader; the members afterwards as etcd's JSON. */
    String promote(long memberId);

    /** The hash of all keys and values at the revision, 0 for the newest. */
    HashKVResponse hashKv(long revision);

    /** Keeps a lease alive, at the leader; its TTL in seconds. */
    long renewLease(long leaseId);

    LeaseTimeToLiveResponse leaseTimeToLive(long leaseId, boolean keys);

    /** Whether the cluster is on its way to a lower version; linearizable. */
    boolean isDowngradeEnabled();
}
