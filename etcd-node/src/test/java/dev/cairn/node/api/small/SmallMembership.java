// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.small;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Membership;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.Member;
import dev.cairn.node.wire.etcdserverpb.MemberAddRequest;
import dev.cairn.node.wire.etcdserverpb.MemberAddResponse;
import dev.cairn.node.wire.etcdserverpb.MemberListRequest;
import dev.cairn.node.wire.etcdserverpb.MemberListResponse;
import dev.cairn.node.wire.etcdserverpb.MemberPromoteRequest;
import dev.cairn.node.wire.etcdserverpb.MemberPromoteResponse;
import dev.cairn.node.wire.etcdserverpb.MemberRemoveRequest;
import dev.cairn.node.wire.etcdserverpb.MemberRemoveResponse;
import dev.cairn.node.wire.etcdserverpb.MemberUpdateRequest;
import dev.cairn.node.wire.etcdserverpb.MemberUpdateResponse;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.util.Map;
import java.util.TreeMap;

/** A list of members; nobody else is there. */
final class SmallMembership implements Membership {
    private final Map<Long, Member> members = new TreeMap<>();
    private long nextId = 1;

    SmallMembership() {
        members.put(
                SmallStore.MEMBER_ID,
                Member.newBuilder()
                        .setID(SmallStore.MEMBER_ID)
                        .setName("default")
                        .addPeerURLs("http://localhost:2380")
                        .addClientURLs("http://localhost:2379")
                        .build());
    }

    private static ResponseHeader header() {
        return ResponseHeader.newBuilder()
                .setClusterId(SmallStore.CLUSTER_ID)
                .setMemberId(SmallStore.MEMBER_ID)
                .setRaftTerm(2)
                .build();
    }

    @Override
    public synchronized void add(Caller caller, MemberAddRequest request, Reply<MemberAddResponse> reply) {
        Member added = Member.newBuilder()
                .setID(nextId++)
                .addAllPeerURLs(request.getPeerURLsList())
                .setIsLearner(request.getIsLearner())
                .build();
        members.put(added.getID(), added);
        reply.done(MemberAddResponse.newBuilder()
                .setHeader(header())
                .setMember(added)
                .addAllMembers(members.values())
                .build());
    }

    @Override
    public synchronized void remove(Caller caller, MemberRemoveRequest request, Reply<MemberRemoveResponse> reply) {
        if (members.remove(request.getID()) == null) {
            reply.failed(EtcdError.MEMBER_NOT_FOUND.exception());
            return;
        }
        reply.done(MemberRemoveResponse.newBuilder()
                .setHeader(header())
                .addAllMembers(members.values())
                .build());
    }

    @Override
    public synchronized void update(Caller caller, MemberUpdateRequest request, Reply<MemberUpdateResponse> reply) {
        reply.failed(EtcdError.MEMBER_NOT_FOUND.exception());
    }

    @Override
    public synchronized void promote(Caller caller, MemberPromoteRequest request, Reply<MemberPromoteResponse> reply) {
        reply.failed(EtcdError.LEARNER_NOT_READY.exception());
    }

    @Override
    public synchronized void list(Caller caller, MemberListRequest request, Reply<MemberListResponse> reply) {
        reply.done(MemberListResponse.newBuilder()
                .setHeader(header())
                .addAllMembers(members.values())
                .build());
    }
}
