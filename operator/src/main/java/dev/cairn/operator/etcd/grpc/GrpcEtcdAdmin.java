// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd.grpc;

import com.google.protobuf.ByteString;
import dev.cairn.operator.etcd.EndpointStatus;
import dev.cairn.operator.etcd.EtcdAdmin;
import dev.cairn.operator.etcd.EtcdFailure;
import dev.cairn.operator.etcd.EtcdMember;
import dev.cairn.operator.etcd.HashKv;
import dev.cairn.operator.etcd.MemberList;
import dev.cairn.operator.etcd.Promotion;
import dev.cairn.operator.etcd.RaisedAlarm;
import dev.cairn.operator.etcd.wire.AlarmRequest;
import dev.cairn.operator.etcd.wire.AlarmType;
import dev.cairn.operator.etcd.wire.ClusterGrpc;
import dev.cairn.operator.etcd.wire.CompactionRequest;
import dev.cairn.operator.etcd.wire.DefragmentRequest;
import dev.cairn.operator.etcd.wire.DowngradeInfo;
import dev.cairn.operator.etcd.wire.DowngradeRequest;
import dev.cairn.operator.etcd.wire.DowngradeRequest.DowngradeAction;
import dev.cairn.operator.etcd.wire.HashKVRequest;
import dev.cairn.operator.etcd.wire.KVGrpc;
import dev.cairn.operator.etcd.wire.MaintenanceGrpc;
import dev.cairn.operator.etcd.wire.MemberAddRequest;
import dev.cairn.operator.etcd.wire.MemberListRequest;
import dev.cairn.operator.etcd.wire.MemberPromoteRequest;
import dev.cairn.operator.etcd.wire.MemberRemoveRequest;
import dev.cairn.operator.etcd.wire.MoveLeaderRequest;
import dev.cairn.operator.etcd.wire.RangeRequest;
import dev.cairn.operator.etcd.wire.StatusRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Blocking calls to one member. etcd says some things only in an error's text; those texts are read here. */
final class GrpcEtcdAdmin implements EtcdAdmin {
    private static final String NOT_IN_SYNC = "can only promote a learner member which is in sync with leader";
    private static final String NOT_A_LEARNER = "can only promote a learner member";
    private static final String NOT_FOUND = "member not found";
    /** With authentication on, to whoever shows neither a token nor a certificate of a user. */
    private static final String NOBODY = "user name is empty";

    private static final String DOWNGRADING = "cluster has a downgrade job in progress";
    private static final String COMPACTED = "required revision has been compacted";
    private static final String NOT_DOWNGRADING = "no inflight downgrade job";

    /** As etcdctl's health check reads it. */
    private static final ByteString HEALTH = ByteString.copyFromUtf8("health");
    /** A hash takes so many times as long as another answer may. */
    private static final int PASSES_OVER_ALL_KEYS = 20;

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
                    response.getErrorsList(),
                    new EndpointStatus.Size(response.getDbSize(), response.getDbSizeInUse(), response.getDbSizeQuota()),
                    Optional.of(response.getDowngradeInfo())
                            .filter(DowngradeInfo::getEnabled)
                            .map(DowngradeInfo::getTargetVersion));
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
    public void enableDowngrade(String version) {
        unless(DOWNGRADING, () -> downgrade(DowngradeAction.ENABLE, version));
    }

    @Override
    public void cancelDowngrade() {
        unless(NOT_DOWNGRADING, () -> downgrade(DowngradeAction.CANCEL, ""));
    }

    @Override
    public void compact(long revision) {
        unless(
                COMPACTED,
                () -> call(
                        "Compact",
                        () -> KVGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(deadline.toMillis() * PASSES_OVER_ALL_KEYS, TimeUnit.MILLISECONDS)
                                .compact(CompactionRequest.newBuilder()
                                        .setRevision(revision)
                                        .setPhysical(true)
                                        .build())));
    }

    @Override
    public void defragment() {
        call(
                "Defragment",
                () -> MaintenanceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(deadline.toMillis() * PASSES_OVER_ALL_KEYS, TimeUnit.MILLISECONDS)
                        .defragment(DefragmentRequest.getDefaultInstance()));
    }

    @Override
    public void disarm(RaisedAlarm alarm) {
        call(
                "Alarm",
                () -> maintenance()
                        .alarm(AlarmRequest.newBuilder()
                                .setAction(AlarmRequest.AlarmAction.DEACTIVATE)
                                .setMemberID(alarm.memberId())
                                .setAlarm(AlarmType.valueOf(alarm.type()))
                                .build()));
    }

    private void downgrade(DowngradeAction action, String version) {
        call(
                "Downgrade",
                () -> maintenance()
                        .downgrade(DowngradeRequest.newBuilder()
                                .setAction(action)
                                .setVersion(version)
                                .build()));
    }

    private static void unless(String settled, Runnable call) {
        try {
            call.run();
        } catch (EtcdFailure e) {
            if (!says(e, settled)) {
                throw e;
            }
        }
    }

    @Override
    public long read() {
        try {
            return call(
                    "Range",
                    () -> KVGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                            .range(RangeRequest.newBuilder()
                                    .setKey(HEALTH)
                                    .setCountOnly(true)
                                    .build())
                            .getHeader()
                            .getRevision());
        } catch (EtcdFailure e) {
            // Whoever may not read the key was heard all the same.
            if (e.kind() == EtcdFailure.Kind.FORBIDDEN) {
                return status().revision();
            }
            throw e;
        }
    }

    @Override
    public long keysAt(long revision) {
        ByteString everything = ByteString.copyFrom(new byte[1]);
        return call(
                "Range",
                () -> KVGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(deadline.toMillis() * PASSES_OVER_ALL_KEYS, TimeUnit.MILLISECONDS)
                        .range(RangeRequest.newBuilder()
                                .setKey(everything)
                                .setRangeEnd(everything)
                                .setRevision(revision)
                                .setCountOnly(true)
                                .build())
                        .getCount());
    }

    @Override
    public HashKv hashKv(long revision) {
        return call("HashKV", () -> {
            var response = MaintenanceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(deadline.toMillis() * PASSES_OVER_ALL_KEYS, TimeUnit.MILLISECONDS)
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
            throw new EtcdFailure(kind(status), what + " at " + url + ": " + PlainReason.of(status, deadline), e);
        }
    }

    private static EtcdFailure.Kind kind(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> EtcdFailure.Kind.UNREACHABLE;
            case UNIMPLEMENTED -> EtcdFailure.Kind.UNKNOWN_CALL;
            case PERMISSION_DENIED -> EtcdFailure.Kind.FORBIDDEN;
            default ->
                String.valueOf(status.getDescription()).contains(NOBODY)
                        ? EtcdFailure.Kind.FORBIDDEN
                        : EtcdFailure.Kind.REFUSED;
        };
    }

    private static boolean says(EtcdFailure failure, String text) {
        return failure.getMessage().contains(text);
    }
}
