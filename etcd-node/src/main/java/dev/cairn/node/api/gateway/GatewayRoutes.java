// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.google.protobuf.Message;
import dev.cairn.node.wire.Nesting;
import dev.cairn.node.wire.etcdserverpb.AuthGrpc;
import dev.cairn.node.wire.etcdserverpb.ClusterGrpc;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import dev.cairn.node.wire.v3electionpb.ElectionGrpc;
import dev.cairn.node.wire.v3lockpb.LockGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which path is which method: one line per route. Paths as in etcd's proto files, without {@code /v3}. */
final class GatewayRoutes {
    private static final String CURRENT = "/v3";

    /** etcd still takes it for the current one. */
    private static final String BETA = "/v3beta";

    private final Map<String, MethodDescriptor<?, ?>> routes = new LinkedHashMap<>();

    GatewayRoutes() {
        add("/kv/range", KVGrpc.getRangeMethod());
        add("/kv/put", KVGrpc.getPutMethod());
        add("/kv/deleterange", KVGrpc.getDeleteRangeMethod());
        add("/kv/txn", KVGrpc.getTxnMethod());
        add("/kv/compaction", KVGrpc.getCompactMethod());
        add("/watch", WatchGrpc.getWatchMethod());
        add("/lease/grant", LeaseGrpc.getLeaseGrantMethod());
        add("/lease/revoke", LeaseGrpc.getLeaseRevokeMethod());
        add("/lease/keepalive", LeaseGrpc.getLeaseKeepAliveMethod());
        add("/lease/timetolive", LeaseGrpc.getLeaseTimeToLiveMethod());
        add("/lease/leases", LeaseGrpc.getLeaseLeasesMethod());
        add("/kv/lease/revoke", LeaseGrpc.getLeaseRevokeMethod());
        add("/kv/lease/timetolive", LeaseGrpc.getLeaseTimeToLiveMethod());
        add("/kv/lease/leases", LeaseGrpc.getLeaseLeasesMethod());
        add("/cluster/member/add", ClusterGrpc.getMemberAddMethod());
        add("/cluster/member/remove", ClusterGrpc.getMemberRemoveMethod());
        add("/cluster/member/update", ClusterGrpc.getMemberUpdateMethod());
        add("/cluster/member/list", ClusterGrpc.getMemberListMethod());
        add("/cluster/member/promote", ClusterGrpc.getMemberPromoteMethod());
        add("/maintenance/alarm", MaintenanceGrpc.getAlarmMethod());
        add("/maintenance/status", MaintenanceGrpc.getStatusMethod());
        add("/maintenance/defragment", MaintenanceGrpc.getDefragmentMethod());
        add("/maintenance/hash", MaintenanceGrpc.getHashMethod());
        add("/maintenance/hashkv", MaintenanceGrpc.getHashKVMethod());
        add("/maintenance/snapshot", MaintenanceGrpc.getSnapshotMethod());
        add("/maintenance/transfer-leadership", MaintenanceGrpc.getMoveLeaderMethod());
        add("/maintenance/downgrade", MaintenanceGrpc.getDowngradeMethod());
        addAuth();
        addLocksAndElections();
    }

    private void addAuth() {
        add("/auth/enable", AuthGrpc.getAuthEnableMethod());
        add("/auth/disable", AuthGrpc.getAuthDisableMethod());
        add("/auth/status", AuthGrpc.getAuthStatusMethod());
        add("/auth/authenticate", AuthGrpc.getAuthenticateMethod());
        add("/auth/user/add", AuthGrpc.getUserAddMethod());
        add("/auth/user/get", AuthGrpc.getUserGetMethod());
        add("/auth/user/list", AuthGrpc.getUserListMethod());
        add("/auth/user/delete", AuthGrpc.getUserDeleteMethod());
        add("/auth/user/changepw", AuthGrpc.getUserChangePasswordMethod());
        add("/auth/user/grant", AuthGrpc.getUserGrantRoleMethod());
        add("/auth/user/revoke", AuthGrpc.getUserRevokeRoleMethod());
        add("/auth/role/add", AuthGrpc.getRoleAddMethod());
        add("/auth/role/get", AuthGrpc.getRoleGetMethod());
        add("/auth/role/list", AuthGrpc.getRoleListMethod());
        add("/auth/role/delete", AuthGrpc.getRoleDeleteMethod());
        add("/auth/role/grant", AuthGrpc.getRoleGrantPermissionMethod());
        add("/auth/role/revoke", AuthGrpc.getRoleRevokePermissionMethod());
    }

    private void addLocksAndElections() {
        add("/lock/lock", LockGrpc.getLockMethod());
        add("/lock/unlock", LockGrpc.getUnlockMethod());
        add("/election/campaign", ElectionGrpc.getCampaignMethod());
        add("/election/proclaim", ElectionGrpc.getProclaimMethod());
        add("/election/leader", ElectionGrpc.getLeaderMethod());
        add("/election/observe", ElectionGrpc.getObserveMethod());
        add("/election/resign", ElectionGrpc.getResignMethod());
    }

    /** With responses as deep as the member's own, where the generated descriptors end at protobuf's default. */
    private <Q, R extends Message> void add(String path, MethodDescriptor<Q, R> method) {
        var responses = (MethodDescriptor.PrototypeMarshaller<R>) method.getResponseMarshaller();
        routes.put(
                path,
                method.toBuilder(
                                method.getRequestMarshaller(),
                                ProtoUtils.marshallerWithRecursionLimit(
                                        responses.getMessagePrototype(), Nesting.MAX_DEPTH))
                        .build());
    }

    /** The method of a whole path, or null. */
    MethodDescriptor<?, ?> find(String path) {
        String prefix = path.startsWith(BETA + "/") ? BETA : CURRENT;
        return path.startsWith(prefix) ? routes.get(path.substring(prefix.length())) : null;
    }
}
