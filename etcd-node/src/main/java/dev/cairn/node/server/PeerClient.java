// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import java.util.List;

/** One-shot requests to other members' peer URLs. They block: call them on a virtual thread. */
public interface PeerClient {
    /** GET /members of the first URL that answers; throws when none does within the timeout. */
    MembersAnswer members(List<String> peerUrls);

    /** GET /version; throws when it does not answer. */
    VersionsAnswer version(List<String> peerUrls);

    /** POST /leases; the remaining TTL in seconds, 0 for an unknown lease. */
    long renewLease(List<String> peerUrls, long leaseId);

    /** POST /leases/internal; TTL -1 for an unknown lease. */
    LeaseTimeToLiveResponse leaseTimeToLive(List<String> peerUrls, long leaseId, boolean keys);

    /** POST /members/promote; the members afterwards as etcd's JSON. Refusals are EtcdExceptions. */
    String promote(List<String> peerUrls, long memberId);

    /** GET /members/hashkv. */
    HashKVResponse hashKv(List<String> peerUrls, long clusterId, long revision);

    /** GET /downgrade/enabled; a member that does not know the question counts as no. */
    boolean isDowngradeEnabled(List<String> peerUrls);

    /** The members as etcd's JSON array, and the cluster's id from the header. */
    record MembersAnswer(long clusterId, String json) {}

    /** A member's versions: {@code cluster} and {@code storage} may be null. */
    record VersionsAnswer(String server, String cluster, String storage) {}
}
