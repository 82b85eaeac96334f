// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import dev.cairn.node.wire.etcdserverpb.AuthDisableRequest;
import dev.cairn.node.wire.etcdserverpb.AuthDisableResponse;
import dev.cairn.node.wire.etcdserverpb.AuthEnableRequest;
import dev.cairn.node.wire.etcdserverpb.AuthEnableResponse;
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

/** The auth service. */
public interface Auth {
    /** Whether requests have to say who asks. */
    boolean isEnabled();

    /** Whether the common name of a client's certificate says who asks. */
    boolean namesByCertificate();

    /** Checks the password and answers a token. */
    void authenticate(Caller caller, AuthenticateRequest request, Reply<AuthenticateResponse> reply);

    void enable(Caller caller, AuthEnableRequest request, Reply<AuthEnableResponse> reply);

    void disable(Caller caller, AuthDisableRequest request, Reply<AuthDisableResponse> reply);

    void status(Caller caller, AuthStatusRequest request, Reply<AuthStatusResponse> reply);

    void userAdd(Caller caller, AuthUserAddRequest request, Reply<AuthUserAddResponse> reply);

    void userGet(Caller caller, AuthUserGetRequest request, Reply<AuthUserGetResponse> reply);

    void userList(Caller caller, AuthUserListRequest request, Reply<AuthUserListResponse> reply);

    void userDelete(Caller caller, AuthUserDeleteRequest request, Reply<AuthUserDeleteResponse> reply);

    void userChangePassword(
            Caller caller, AuthUserChangePasswordRequest request, Reply<AuthUserChangePasswordResponse> reply);

    void userGrantRole(Caller caller, AuthUserGrantRoleRequest request, Reply<AuthUserGrantRoleResponse> reply);

    void userRevokeRole(Caller caller, AuthUserRevokeRoleRequest request, Reply<AuthUserRevokeRoleResponse> reply);

    void roleAdd(Caller caller, AuthRoleAddRequest request, Reply<AuthRoleAddResponse> reply);

    void roleGet(Caller caller, AuthRoleGetRequest request, Reply<AuthRoleGetResponse> reply);

    void roleList(Caller caller, AuthRoleListRequest request, Reply<AuthRoleListResponse> reply);

    void roleDelete(Caller caller, AuthRoleDeleteRequest request, Reply<AuthRoleDeleteResponse> reply);

    void roleGrantPermission(
            Caller caller, AuthRoleGrantPermissionRequest request, Reply<AuthRoleGrantPermissionResponse> reply);

    void roleRevokePermission(
            Caller caller, AuthRoleRevokePermissionRequest request, Reply<AuthRoleRevokePermissionResponse> reply);
}
