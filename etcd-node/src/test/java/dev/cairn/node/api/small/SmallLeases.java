// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.small;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Leases;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseLeasesResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseStatus;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.util.Map;
import java.util.TreeMap;

/** Leases that never expire. */
final class SmallLeases implements Leases {
    private final SmallStore store;
    private final Map<Long, Long> ttlSeconds = new TreeMap<>();
    private long nextId = 7_587_000_000_000_001L;

    SmallLeases(SmallStore store) {
        this.store = store;
    }

    @Override
    public void grant(Caller caller, LeaseGrantRequest request, Reply<LeaseGrantResponse> reply) {
        synchronized (store) {
            long id = request.getID() == 0 ? nextId++ : request.getID();
            if (ttlSeconds.putIfAbsent(id, request.getTTL()) != null) {
                reply.failed(EtcdError.LEASE_EXIST.exception());
                return;
            }
            reply.done(LeaseGrantResponse.newBuilder()
                    .setHeader(store.header())
                    .setID(id)
                    .setTTL(request.getTTL())
                    .build());
        }
    }

    @Override
    public void revoke(Caller caller, LeaseRevokeRequest request, Reply<LeaseRevokeResponse> reply) {
        synchronized (store) {
            if (ttlSeconds.remove(request.getID()) == null) {
                reply.failed(EtcdError.LEASE_NOT_FOUND.exception());
                return;
            }
            long at = store.revision + 1;
            int from = store.history.size();
            store.keys.values().stream()
                    .filter(each -> each.getLease() == request.getID())
                    .map(KeyValue::getKey)
                    .toList()
                    .forEach(key -> store.delete(key, com.google.protobuf.ByteString.EMPTY, at));
            store.commit(from, at);
            reply.done(
                    LeaseRevokeResponse.newBuilder().setHeader(store.header()).build());
        }
    }

    @Override
    public void keepAlive(Caller caller, long leaseId, Reply<LeaseKeepAliveResponse> reply) {
        synchronized (store) {
            reply.done(LeaseKeepAliveResponse.newBuilder()
                    .setHeader(store.header())
                    .setID(leaseId)
                    .setTTL(ttlSeconds.getOrDefault(leaseId, 0L))
                    .build());
        }
    }

    @Override
    public void timeToLive(Caller caller, LeaseTimeToLiveRequest request, Reply<LeaseTimeToLiveResponse> reply) {
        synchronized (store) {
            long ttl = ttlSeconds.getOrDefault(request.getID(), -1L);
            reply.done(LeaseTimeToLiveResponse.newBuilder()
                    .setHeader(store.header())
                    .setID(request.getID())
                    .setTTL(ttl)
                    .setGrantedTTL(Math.max(0, ttl))
                    .build());
        }
    }

    @Override
    public void leases(Caller caller, Reply<LeaseLeasesResponse> reply) {
        synchronized (store) {
            LeaseLeasesResponse.Builder response =
                    LeaseLeasesResponse.newBuilder().setHeader(store.header());
            ttlSeconds
                    .keySet()
                    .forEach(id -> response.addLeases(LeaseStatus.newBuilder().setID(id)));
            reply.done(response.build());
        }
    }
}
