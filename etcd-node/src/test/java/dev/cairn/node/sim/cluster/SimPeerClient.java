// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Questions to other members, answered in the same turn or not at all: there is one thread, so nothing may wait. What
 * would have to wait is a timeout.
 */
final class SimPeerClient implements PeerClient {
    private final SimCluster cluster;
    private final SimMember asking;

    SimPeerClient(SimCluster cluster, SimMember asking) {
        this.cluster = cluster;
        this.asking = asking;
    }

    private SimMember reachable(List<String> peerUrls) {
        return cluster.members().stream()
                .filter(member -> peerUrls.contains(member.peerUrl()))
                .filter(SimMember::isRunning)
                .filter(member -> cluster.isConnected(asking.id(), member.id()))
                .findFirst()
                .orElseThrow(EtcdError.TIMEOUT::exception);
    }

    private SimMember leader(List<String> peerUrls) {
        SimMember member = reachable(peerUrls);
        if (!member.server().measures().isLeader()) {
            throw EtcdError.NOT_LEADER.exception();
        }
        return member;
    }

    @Override
    public MembersAnswer members(List<String> peerUrls) {
        SimMember member;
        try {
            member = reachable(peerUrls);
        } catch (EtcdException nobody) {
            throw new UncheckedIOException(new IOException("no answer", nobody));
        }
        return new MembersAnswer(cluster.clusterId(), member.transport().side().membersJson());
    }

    @Override
    public VersionsAnswer version(List<String> peerUrls) {
        return reachable(peerUrls).server().peerRequests().versions();
    }

    @Override
    public long renewLease(List<String> peerUrls, long leaseId) {
        SimMember leader = leader(peerUrls);
        AtomicReference<LeaseKeepAliveResponse> answer = new AtomicReference<>();
        leader.server().leases().keepAlive(Caller.MEMBER, leaseId, new Reply<>() {
            @Override
            public void done(LeaseKeepAliveResponse response) {
                answer.set(response);
            }

            @Override
            public void failed(RuntimeException error) {
                cluster.trace("not renewed", leader.id(), leaseId);
            }
        });
        if (answer.get() == null) {
            throw EtcdError.TIMEOUT.exception();
        }
        return answer.get().getTTL();
    }

    @Override
    public LeaseTimeToLiveResponse leaseTimeToLive(List<String> peerUrls, long leaseId, boolean keys) {
        AtomicReference<LeaseTimeToLiveResponse> answer = new AtomicReference<>();
        LeaseTimeToLiveRequest request =
                LeaseTimeToLiveRequest.newBuilder().setID(leaseId).setKeys(keys).build();
        leader(peerUrls).server().leases().timeToLive(Caller.MEMBER, request, new Reply<>() {
            @Override
            public void done(LeaseTimeToLiveResponse response) {
                answer.set(response);
            }

            @Override
            public void failed(RuntimeException error) {
                cluster.trace("no time to live", asking.id(), leaseId);
            }
        });
        if (answer.get() == null) {
            throw EtcdError.TIMEOUT.exception();
        }
        return answer.get();
    }

    @Override
    public String promote(List<String> peerUrls, long memberId) {
        throw EtcdError.TIMEOUT.exception();
    }

    @Override
    public HashKVResponse hashKv(List<String> peerUrls, long clusterId, long revision) {
        return reachable(peerUrls).server().peerRequests().hashKv(revision);
    }

    @Override
    public boolean isDowngradeEnabled(List<String> peerUrls) {
        return reachable(peerUrls).records().isDowngrading();
    }
}
