// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import dev.cairn.node.wire.etcdserverpb.ClusterGrpc;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import io.grpc.MethodDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which path is which method: one line per route. Paths as in etcd's proto files, without {@code /v3}. */
final class GatewayRoutes {
    private static final String CURRENT = "/v3";

    /** etcd still takes it for the current one. */
    private static final String BETA = "/v3beta";

    private final Map<String, MethodDescriptor<?, ?>> routes = new LinkedHashMap<>();

    GatewayRoutes() {
        routes.put("/kv/range", KVGrpc.getRangeMethod());
        routes.put("/kv/put", KVGrpc.getPutMethod());
        routes.put("/kv/deleterange", KVGrpc.getDeleteRangeMethod());
        routes.put("/kv/txn", KVGrpc.getTxnMethod());
        routes.put("/kv/compaction", KVGrpc.getCompactMethod());
        routes.put("/watch", WatchGrpc.getWatchMethod());
        routes.put("/lease/grant", LeaseGrpc.getLeaseGrantMethod());
        routes.put("/lease/revoke", LeaseGrpc.getLeaseRevokeMethod());
        routes.put("/lease/keepalive", LeaseGrpc.getLeaseKeepAliveMethod());
        routes.put("/lease/timetolive", LeaseGrpc.getLeaseTimeToLiveMethod());
        routes.put("/lease/leases", LeaseGrpc.getLeaseLeasesMethod());
        routes.put("/kv/lease/revoke", LeaseGrpc.getLeaseRevokeMethod());
        routes.put("/kv/lease/timetolive", LeaseGrpc.getLeaseTimeToLiveMethod());
        routes.put("/kv/lease/leases", LeaseGrpc.getLeaseLeasesMethod());
        routes.put("/cluster/member/add", ClusterGrpc.getMemberAddMethod());
        routes.put("/cluster/member/remove", ClusterGrpc.getMemberRemoveMethod());
        routes.put("/cluster/member/update", ClusterGrpc.getMemberUpdateMethod());
        routes.put("/cluster/member/list", ClusterGrpc.getMemberListMethod());
        routes.put("/cluster/member/promote", ClusterGrpc.getMemberPromoteMethod());
        routes.put("/maintenance/alarm", MaintenanceGrpc.getAlarmMethod());
        routes.put("/maintenance/status", MaintenanceGrpc.getStatusMethod());
        routes.put("/maintenance/defragment", MaintenanceGrpc.getDefragmentMethod());
        routes.put("/maintenance/hash", MaintenanceGrpc.getHashMethod());
        routes.put("/maintenance/hashkv", MaintenanceGrpc.getHashKVMethod());
        routes.put("/maintenance/snapshot", MaintenanceGrpc.getSnapshotMethod());
        routes.put("/maintenance/transfer-leadership", MaintenanceGrpc.getMoveLeaderMethod());
    }

    /** The method of a whole path, or null. */
    MethodDescriptor<?, ?> find(String path) {
        String prefix = path.startsWith(BETA + "/") ? BETA : CURRENT;
        return path.startsWith(prefix) ? routes.get(path.substring(prefix.length())) : null;
    }
}
