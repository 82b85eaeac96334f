// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.apply.Headers;
import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.figures.RequestFigures;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MemberChange;
import dev.cairn.node.membership.MemberIds;
import dev.cairn.node.membership.MemberJson;
import dev.cairn.node.membership.MembersView;
import dev.cairn.node.membership.ReconfigChecks;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.RaftStatus;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.ForwardedReply;
import dev.cairn.node.server.Membership;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.Authorization;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.server.stage.ReadIndexes;
import dev.cairn.node.server.stage.Replies;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.EtcdUrl;
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
import java.time.InstantSource;
import java.util.List;

/** Membership changes, one at a time through the log; a learner is promoted by the leader, who knows if it keeps up. */
public final class RaftMembership implements Membership {
    private final Proposer proposer;
    private final Authorization authorization;
    private final RaftLoop loop;
    private final ReadIndexes reads;
    private final LiveFeatures live;
    private final Headers headers;
    private final PeerActivity peers;
    private final LeaderClient leader;
    private final InstantSource clock;
    private final boolean strict;
    private final RequestFigures figures;

    public RaftMembership(
            Proposer proposer,
            Authorization authorization,
            RaftLoop loop,
            ReadIndexes reads,
            LiveFeatures live,
            Headers headers,
            PeerActivity peers,
            LeaderClient leader,
            InstantSource clock,
            boolean strict,
            RequestFigures figures) {
        this.figures = figures;
        this.proposer = proposer;
        this.authorization = authorization;
        this.loop = loop;
        this.reads = reads;
        this.live = live;
        this.headers = headers;
        this.peers = peers;
        this.leader = leader;
        this.clock = clock;
        this.strict = strict;
    }

    @Override
    public void add(Caller caller, MemberAddRequest request, Reply<MemberAddResponse> reply) {
        authorization.root(caller, reply, () -> {
            if (!canBeDialled(request.getPeerURLsList())) {
                throw EtcdError.BAD_MEMBER_URLS.exception();
            }
            List<String> urls = EtcdUrl.parseAll(request.getPeerURLsList()).stream()
                    .map(EtcdUrl::toString)
                    .toList();
            long id = MemberIds.ofAdded(urls, clock.instant().getEpochSecond());
            ClusterMember member = ClusterMember.added(id, urls, request.getIsLearner());
            if (strict) {
                ReconfigChecks.checkAdd(view(), member.learner(), peers::isConnectedLongEnough);
            }
            change(
                    caller,
                    new MemberChange.Add(member),
                    Replies.map(
                            reply,
                            after -> MemberAddResponse.newBuilder()
                                    .setHeader(header())
                                    .setMember(member.toProto())
                                    .addAllMembers(protos(after))
                                    .build()));
        });
    }

    @Override
    public void remove(Caller caller, MemberRemoveRequest request, Reply<MemberRemoveResponse> reply) {
        authorization.root(caller, reply, () -> {
            if (strict) {
                ReconfigChecks.checkRemove(view(), request.getID(), peers::isConnectedLongEnough, peers::isUnreachable);
            }
            change(
                    caller,
                    new MemberChange.Remove(request.getID()),
                    Replies.map(
                            reply,
                            after -> MemberRemoveResponse.newBuilder()
                                    .setHeader(header())
                                    .addAllMembers(protos(after))
                                    .build()));
        });
    }

    @Override
    public void update(Caller caller, MemberUpdateRequest request, Reply<MemberUpdateResponse> reply) {
        authorization.root(caller, reply, () -> {
            List<String> urls = request.getPeerURLsList();
            if (!canBeDialled(urls)) {
                boolean known = view().member(request.getID()) != null;
                throw (known ? EtcdError.BAD_MEMBER_URLS : EtcdError.MEMBER_NOT_FOUND).exception();
            }
            change(
                    caller,
                    new MemberChange.Update(request.getID(), urls),
                    Replies.map(
                            reply,
                            after -> MemberUpdateResponse.newBuilder()
                                    .setHeader(header())
                                    .addAllMembers(protos(after))
                                    .build()));
        });
    }

    @Override
    public void promote(Caller caller, MemberPromoteRequest request, Reply<MemberPromoteResponse> reply) {
        Reply<List<Member>> members = Replies.map(
                reply,
                after -> MemberPromoteResponse.newBuilder()
                        .setHeader(header())
                        .addAllMembers(after)
                        .build());
        authorization.root(
                caller,
                reply,
                () -> leader.ask(
                        members,
                        promoted ->
                                promoteAsLeader(caller, request.getID(), Replies.map(promoted, RaftMembership::protos)),
                        (client, urls) -> MemberJson.readList(client.promote(urls, request.getID())).stream()
                                .map(ClusterMember::toProto)
                                .toList()));
    }

    /** Somebody may have been answered that the learner was added before this member has applied that: it waits for it. */
    public void promoteAsLeader(Caller caller, long id, Reply<MembersView> reply) {
        Reply<MembersView> counted = counted(reply);
        reads.read(Replies.then(
                counted,
                nothing -> loop.run(core -> {
                    RaftStatus status = core.status();
                    Replies.guard(counted, () -> {
                        checkPromotion(id, status);
                        change(caller, new MemberChange.Promote(id), counted);
                    });
                })));
    }

    private Reply<MembersView> counted(Reply<MembersView> reply) {
        return new ForwardedReply<>(reply) {
            @Override
            public void done(MembersView members) {
                figures.promoteSuccesses().increment();
                reply.done(members);
            }

            /** Where another member leads by now, that one counts. Only etcd's own texts are labels: there are few. */
            @Override
            public void failed(RuntimeException error) {
                if (!(error instanceof EtcdException known)) {
                    figures.promoteFailures().of("internal error").increment();
                } else if (known.error() != EtcdError.NOT_LEADER) {
                    figures.promoteFailures().of(known.getMessage()).increment();
                }
                super.failed(error);
            }
        };
    }

    /** etcd's order: known, a learner, in sync, and enough started voters afterwards. */
    private void checkPromotion(long id, RaftStatus status) {
        ClusterMember learner = view().member(id);
        if (learner == null) {
            throw EtcdError.MEMBER_NOT_FOUND.exception();
        }
        if (!learner.learner()) {
            throw EtcdError.MEMBER_NOT_LEARNER.exception();
        }
        RaftStatus.PeerProgress own = status.peers().get(status.id());
        RaftStatus.PeerProgress progress = status.peers().get(id);
        if (own == null) {
            throw EtcdError.NOT_LEADER.exception();
        }
        ReconfigChecks.checkInSync(own.match(), progress == null ? 0 : progress.match());
        if (strict) {
            ReconfigChecks.checkPromote(view());
        }
    }

    private void change(Caller caller, MemberChange change, Reply<MembersView> reply) {
        long id = proposer.nextId();
        ConfChange conf = new ConfChange(id, ConfChangeType.values()[change.type()], change.id(), change.context());
        proposer.propose(caller, id, ConfChangeCodec.entry(conf), Replies.map(reply, MembersView.class::cast));
    }

    @Override
    public void list(Caller caller, MemberListRequest request, Reply<MemberListResponse> reply) {
        Runnable answer = () -> authorization.somebody(
                caller,
                reply,
                () -> reply.done(MemberListResponse.newBuilder()
                        .setHeader(header())
                        .addAllMembers(protos(view()))
                        .build()));
        if (request.getLinearizable()) {
            reads.read(Replies.then(reply, nothing -> answer.run()));
        } else {
            answer.run();
        }
    }

    private MembersView view() {
        return live.now().members().view();
    }

    /** Membership answers carry no revision (etcd's cluster service). */
    private ResponseHeader header() {
        return headers.at(0);
    }

    private static List<Member> protos(MembersView view) {
        return view.members().stream().map(ClusterMember::toProto).toList();
    }

    /** etcd checks the URLs of an addition only; members that cannot be dialled must not get in by an update either. */
    private static boolean canBeDialled(List<String> urls) {
        return !urls.isEmpty() && urls.stream().allMatch(RaftMembership::canBeDialled);
    }

    private static boolean canBeDialled(String text) {
        try {
            EtcdUrl url = EtcdUrl.parse(text);
            return !url.host().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
