// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AlarmResponse;
import dev.cairn.node.wire.etcdserverpb.AuthDisableRequest;
import dev.cairn.node.wire.etcdserverpb.AuthDisableResponse;
import dev.cairn.node.wire.etcdserverpb.AuthEnableRequest;
import dev.cairn.node.wire.etcdserverpb.AuthEnableResponse;
import dev.cairn.node.wire.etcdserverpb.AuthGrpc;
import dev.cairn.node.wire.etcdserverpb.AuthRoleAddRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleAddResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleDeleteRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleDeleteResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGetRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGetResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGrantPermissionRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGrantPermissionResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleListRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleListResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleRevokePermissionRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleRevokePermissionResponse;
import dev.cairn.node.wire.etcdserverpb.AuthStatusRequest;
import dev.cairn.node.wire.etcdserverpb.AuthStatusResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserAddRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserAddResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserChangePasswordRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserChangePasswordResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserDeleteRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserDeleteResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserGetRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserGetResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserGrantRoleRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserGrantRoleResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserListRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserListResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserRevokeRoleRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserRevokeRoleResponse;
import dev.cairn.node.wire.etcdserverpb.AuthenticateRequest;
import dev.cairn.node.wire.etcdserverpb.AuthenticateResponse;
import dev.cairn.node.wire.etcdserverpb.ClusterGrpc;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.CompactionResponse;
import dev.cairn.node.wire.etcdserverpb.DefragmentRequest;
import dev.cairn.node.wire.etcdserverpb.DefragmentResponse;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeResponse;
import dev.cairn.node.wire.etcdserverpb.DowngradeRequest;
import dev.cairn.node.wire.etcdserverpb.DowngradeResponse;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseLeasesRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseLeasesResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
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
import dev.cairn.node.wire.etcdserverpb.MoveLeaderRequest;
import dev.cairn.node.wire.etcdserverpb.MoveLeaderResponse;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.PutResponse;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.StatusRequest;
import dev.cairn.node.wire.etcdserverpb.StatusResponse;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;

/** The questions that have one answer. */
public final class Calls {
    public static final Call<RangeRequest, RangeResponse> RANGE = Call.reading(KVGrpc.getRangeMethod());
    public static final Call<PutRequest, PutResponse> PUT = Call.changing(KVGrpc.getPutMethod());
    public static final Call<DeleteRangeRequest, DeleteRangeResponse> DELETE_RANGE =
            Call.changing(KVGrpc.getDeleteRangeMethod());
    public static final Call<TxnRequest, TxnResponse> TXN = Call.changing(KVGrpc.getTxnMethod());
    public static final Call<CompactionRequest, CompactionResponse> COMPACT = Call.changing(KVGrpc.getCompactMethod());
    public static final Call<LeaseGrantRequest, LeaseGrantResponse> LEASE_GRANT =
            Call.changing(LeaseGrpc.getLeaseGrantMethod());
    public static final Call<LeaseRevokeRequest, LeaseRevokeResponse> LEASE_REVOKE =
            Call.changing(LeaseGrpc.getLeaseRevokeMethod());
    public static final Call<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse> LEASE_TIME_TO_LIVE =
            Call.reading(LeaseGrpc.getLeaseTimeToLiveMethod());
    public static final Call<LeaseLeasesRequest, LeaseLeasesResponse> LEASE_LEASES =
            Call.reading(LeaseGrpc.getLeaseLeasesMethod());
    public static final Call<MemberAddRequest, MemberAddResponse> MEMBER_ADD =
            Call.changing(ClusterGrpc.getMemberAddMethod());
    public static final Call<MemberRemoveRequest, MemberRemoveResponse> MEMBER_REMOVE =
            Call.changing(ClusterGrpc.getMemberRemoveMethod());
    public static final Call<MemberUpdateRequest, MemberUpdateResponse> MEMBER_UPDATE =
            Call.changing(ClusterGrpc.getMemberUpdateMethod());
    public static final Call<MemberListRequest, MemberListResponse> MEMBER_LIST =
            Call.reading(ClusterGrpc.getMemberListMethod());
    public static final Call<MemberPromoteRequest, MemberPromoteResponse> MEMBER_PROMOTE =
            Call.changing(ClusterGrpc.getMemberPromoteMethod());
    public static final Call<AlarmRequest, AlarmResponse> ALARM = Call.changing(MaintenanceGrpc.getAlarmMethod());
    public static final Call<StatusRequest, StatusResponse> STATUS = Call.reading(MaintenanceGrpc.getStatusMethod());
    public static final Call<DefragmentRequest, DefragmentResponse> DEFRAGMENT =
            Call.changing(MaintenanceGrpc.getDefragmentMethod());
    public static final Call<HashKVRequest, HashKVResponse> HASH_KV = Call.reading(MaintenanceGrpc.getHashKVMethod());
    public static final Call<MoveLeaderRequest, MoveLeaderResponse> MOVE_LEADER =
            Call.changing(MaintenanceGrpc.getMoveLeaderMethod());
    public static final Call<DowngradeRequest, DowngradeResponse> DOWNGRADE =
            Call.changing(MaintenanceGrpc.getDowngradeMethod());
    public static final Call<AuthEnableRequest, AuthEnableResponse> AUTH_ENABLE =
            Call.changing(AuthGrpc.getAuthEnableMethod());
    public static final Call<AuthDisableRequest, AuthDisableResponse> AUTH_DISABLE =
            Call.changing(AuthGrpc.getAuthDisableMethod());
    public static final Call<AuthStatusRequest, AuthStatusResponse> AUTH_STATUS =
            Call.reading(AuthGrpc.getAuthStatusMethod());
    public static final Call<AuthenticateRequest, AuthenticateResponse> AUTHENTICATE =
            Call.changing(AuthGrpc.getAuthenticateMethod());
    public static final Call<AuthUserAddRequest, AuthUserAddResponse> USER_ADD =
            Call.changing(AuthGrpc.getUserAddMethod());
    public static final Call<AuthUserGetRequest, AuthUserGetResponse> USER_GET =
            Call.reading(AuthGrpc.getUserGetMethod());
    public static final Call<AuthUserListRequest, AuthUserListResponse> USER_LIST =
            Call.reading(AuthGrpc.getUserListMethod());
    public static final Call<AuthUserDeleteRequest, AuthUserDeleteResponse> USER_DELETE =
            Call.changing(AuthGrpc.getUserDeleteMethod());
    public static final Call<AuthUserChangePasswordRequest, AuthUserChangePasswordResponse> USER_CHANGE_PASSWORD =
            Call.changing(AuthGrpc.getUserChangePasswordMethod());
    public static final Call<AuthUserGrantRoleRequest, AuthUserGrantRoleResponse> USER_GRANT_ROLE =
            Call.changing(AuthGrpc.getUserGrantRoleMethod());
    public static final Call<AuthUserRevokeRoleRequest, AuthUserRevokeRoleResponse> USER_REVOKE_ROLE =
            Call.changing(AuthGrpc.getUserRevokeRoleMethod());
    public static final Call<AuthRoleAddRequest, AuthRoleAddResponse> ROLE_ADD =
            Call.changing(AuthGrpc.getRoleAddMethod());
    public static final Call<AuthRoleGetRequest, AuthRoleGetResponse> ROLE_GET =
            Call.reading(AuthGrpc.getRoleGetMethod());
    public static final Call<AuthRoleListRequest, AuthRoleListResponse> ROLE_LIST =
            Call.reading(AuthGrpc.getRoleListMethod());
    public static final Call<AuthRoleDeleteRequest, AuthRoleDeleteResponse> ROLE_DELETE =
            Call.changing(AuthGrpc.getRoleDeleteMethod());
    public static final Call<AuthRoleGrantPermissionRequest, AuthRoleGrantPermissionResponse> ROLE_GRANT_PERMISSION =
            Call.changing(AuthGrpc.getRoleGrantPermissionMethod());
    public static final Call<AuthRoleRevokePermissionRequest, AuthRoleRevokePermissionResponse> ROLE_REVOKE_PERMISSION =
            Call.changing(AuthGrpc.getRoleRevokePermissionMethod());

    private Calls() {}
}
