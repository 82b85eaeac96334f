// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseLeasesResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;

/** The lease service. Keep-alive and time-to-live are answered by the leader; a follower forwards them. */
public interface Leases {
    void grant(Caller caller, LeaseGrantRequest request, Reply<LeaseGrantResponse> reply);

    void revoke(Caller caller, LeaseRevokeRequest request, Reply<LeaseRevokeResponse> reply);

    /** An unknown lease answers TTL 0, which is no error. */
    void keepAlive(Caller caller, long leaseId, Reply<LeaseKeepAliveResponse> reply);

    /** An unknown lease answers TTL -1, which is no error. */
    void timeToLive(Caller caller, LeaseTimeToLiveRequest request, Reply<LeaseTimeToLiveResponse> reply);

    void leases(Caller caller, Reply<LeaseLeasesResponse> reply);
}
