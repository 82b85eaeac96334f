// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd.grpc;

import dev.cairn.operator.etcd.EndpointStatus;
import dev.cairn.operator.etcd.EtcdAdmin;
import dev.cairn.operator.etcd.EtcdFailure;
import dev.cairn.operator.etcd.EtcdMember;
import dev.cairn.operator.etcd.HashKv;
import dev.cairn.operator.etcd.MemberList;
import dev.cairn.operator.etcd.Promotion;
import dev.cairn.operator.etcd.wire.ClusterGrpc;
import dev.cairn.operator.etcd.wire.HashKVRequest;
import dev.cairn.operator.etcd.wire.MaintenanceGrpc;
import dev.cairn.operator.etcd.wire.MemberAddRequest;
import dev.cairn.operator.etcd.wire.MemberListRequest;
import dev.cairn.operator.etcd.wire.MemberPromoteRequest;
import dev.cairn.operator.etcd.wire.MemberRemoveRequest;
import dev.cairn.operator.etcd.wire.MoveLeaderRequest;
import dev.cairn.operator.etcd.wire.StatusRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Blocking calls to one member. etcd says some things only in an error's text; those texts are read here. */
final class GrpcEtcdAdmin implements EtcdAdmin {
    private static final String NOT_IN_SYNC = "can only promote a learner member which is in sync with leader";
    private static final String NOT_A_LEARNER = "can only promote a learner member";
    private static final String NOT_FOUND = "member not found";

    private final String url;
    private final Channel channel;
    private final Duration deadline;

    GrpcEtcdAdmin(String url, Channel channel, Duration deadline) {
        this.url = url;
        this.channel = channel;
        this.deadline = deadline;
    }

    @Override
    public MemberList members() {
        return call("MemberList", () -> {
            var response = cluster()
                    .memberList(
                            MemberListRequest.newBuilder().setLinearizable(true).build());
            return new MemberList(
                    response.getHeader().getClusterId(),
                    response.getMembersList().stream()
                            .map(each -> new EtcdMember(
                                    each.getID(), each.getName(), each.getPeerURLsList(), each.getIsLearner()))
                            .toList());
        });
    }

    @Override
    public EndpointStatus status() {
        return call("Status", () -> {
            var response = maintenance().status(StatusRequest.getDefaultInstance());
            return new EndpointStatus(
                    response.getHeader().getClusterId(),
                    response.getHeader().getMemberId(),
                    response.getVersion(),
                    response.getLeader(),
                    response.getRaftTerm(),
                    response.getRaftAppliedIndex(),
                    response.getHeader().getRevision(),
                    response.getIsLearner(),
                    response.getErrorsList());
        });
    }

    @Override
    public long addLearner(String peerUrl) {
        return call(
                "MemberAdd",
                () -> cluster()
                        .memberAdd(MemberAddRequest.newBuilder()
                                .addPeerURLs(peerUrl)
                                .setIsLearner(true)
                                .build())
                        .getMember()
                        .getID());
    }

    @Override
    public Promotion promote(long memberId) {
        try {
            return call("MemberPromote", () -> {
                cluster()
                        .memberPromote(MemberPromoteRequest.newBuilder()
                                .setID(memberId)
                                .build());
                return Promotion.PROMOTED;
            });
        } catch (EtcdFailure e) {
            if (says(e, NOT_IN_SYNC)) {
                return Promotion.NOT_IN_SYNC;
            }
            if (says(e, NOT_A_LEARNER)) {
                return Promotion.ALREADY_VOTER;
            }
            throw e;
        }
    }

    @Override
    public void remove(long memberId) {
        try {
            call(
                    "MemberRemove",
                    () -> cluster()
                            .memberRemove(MemberRemoveRequest.newBuilder()
                                    .setID(memberId)
                                    .build()));
        } catch (EtcdFailure e) {
            if (!says(e, NOT_FOUND)) {
                throw e;
            }
        }
    }

    @Override
    public void moveLeader(long toMemberId) {
        call(
                "MoveLeader",
                () -> maintenance()
                        .moveLeader(MoveLeaderRequest.newBuilder()
                                .setTargetID(toMemberId)
                                .build()));
    }

    @Override
    public HashKv hashKv(long revision) {
        return call("HashKV", () -> {
            var response = maintenance()
                    .hashKV(HashKVRequest.newBuilder().setRevision(revision).build());
            return new HashKv(
                    Integer.toUnsignedLong(response.getHash()),
                    response.getCompactRevision(),
                    response.getHashRevision());
        });
    }

    private ClusterGrpc.ClusterBlockingStub cluster() {
        return ClusterGrpc.newBlockingStub(channel).withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private MaintenanceGrpc.MaintenanceBlockingStub maintenance() {
        return MaintenanceGrpc.newBlockingStub(channel).withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private <T> T call(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            Status status = e.getStatus();
            boolean silent = status.getCode() == Status.Code.UNAVAILABLE
                    || status.getCode() == Status.Code.DEADLINE_EXCEEDED
                    || status.getCode() == Status.Code.CANCELLED;
            throw new EtcdFailure(
                    silent ? EtcdFailure.Kind.UNREACHABLE : EtcdFailure.Kind.REFUSED,
                    what + " at " + url + ": " + PlainReason.of(status, deadline),
                    e);
        }
    }

    private static boolean says(EtcdFailure failure, String text) {
        return failure.getMessage().contains(text);
    }
}
