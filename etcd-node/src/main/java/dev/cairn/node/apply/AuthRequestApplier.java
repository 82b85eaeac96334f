// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import com.google.protobuf.ByteString;
import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.auth.AuthState;
import dev.cairn.node.auth.AuthStore;
import dev.cairn.node.auth.token.Tokens;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.authpb.Permission;
import dev.cairn.node.wire.authpb.Role;
import dev.cairn.node.wire.authpb.User;
import dev.cairn.node.wire.etcdserverpb.AuthDisableResponse;
import dev.cairn.node.wire.etcdserverpb.AuthEnableResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleAddResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleDeleteResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGetResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGrantPermissionRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGrantPermissionResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleListResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleRevokePermissionRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleRevokePermissionResponse;
import dev.cairn.node.wire.etcdserverpb.AuthStatusResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserAddRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserAddResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserChangePasswordRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserChangePasswordResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserDeleteResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserGetResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserGrantRoleRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserGrantRoleResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserListResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserRevokeRoleRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserRevokeRoleResponse;
import dev.cairn.node.wire.etcdserverpb.AuthenticateResponse;
import dev.cairn.node.wire.etcdserverpb.InternalAuthenticateRequest;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.util.List;

/** The requests of etcd's Auth service. Passwords were hashed, and logins checked, before they came into the log. */
final class AuthRequestApplier {
    private static final ByteString FIRST_KEY = ByteString.EMPTY;
    private static final ByteString OPEN_END = ByteString.copyFrom(new byte[] {0});

    private final AuthStore auth;
    private final Tokens tokens;
    private final long loginsAfter;
    private final WriteTx tx;

    AuthRequestApplier(AuthStore auth, ApplyContext context, WriteTx tx) {
        this.auth = auth;
        this.tokens = context.tokens();
        this.loginsAfter = context.loginsAfter();
        this.tx = tx;
    }

    /** The answer; null where the request is another service's. */
    Object apply(InternalRaftRequest request, Applying at, ResponseHeader header) {
        if (request.hasAuthEnable()) {
            auth.enable(tx);
            return AuthEnableResponse.newBuilder().setHeader(header).build();
        }
        if (request.hasAuthDisable()) {
            auth.disable(tx);
            tokens.forgetAll();
            return AuthDisableResponse.newBuilder().setHeader(header).build();
        }
        if (request.hasAuthStatus()) {
            return AuthStatusResponse.newBuilder()
                    .setHeader(header)
                    .setEnabled(auth.state().enabled())
                    .setAuthRevision(auth.state().revision())
                    .build();
        }
        if (request.hasAuthenticate()) {
            String token = login(request.getAuthenticate(), at);
            return AuthenticateResponse.newBuilder()
                    .setHeader(header)
                    .setToken(token)
                    .build();
        }
        Object answer = user(request, header);
        return answer == null ? role(request, header) : answer;
    }

    private String login(InternalAuthenticateRequest request, Applying at) {
        AuthState state = auth.state();
        if (!state.enabled()) {
            throw EtcdError.AUTH_NOT_ENABLED.exception();
        }
        User user = state.user(request.getName());
        if (user == null || user.getOptions().getNoPassword()) {
            throw EtcdError.AUTH_FAILED.exception();
        }
        boolean wanted = at.index() > loginsAfter && (at.answered() || tokens.areKept());
        return wanted ? tokens.assign(request.getName(), state.revision(), request.getSimpleToken(), at.index()) : "";
    }

    private Object user(InternalRaftRequest request, ResponseHeader header) {
        if (request.hasAuthUserAdd()) {
            AuthUserAddRequest add = request.getAuthUserAdd();
            requireHashed(add.getPassword(), add.getHashedPassword());
            auth.addUser(tx, add.getName(), add.getOptions(), add.getHashedPassword());
            return AuthUserAddResponse.newBuilder().setHeader(header).build();
        }
        if (request.hasAuthUserDelete()) {
            auth.deleteUser(tx, request.getAuthUserDelete().getName());
            tokens.forget(request.getAuthUserDelete().getName());
            return AuthUserDeleteResponse.newBuilder().setHeader(header).build();
        }
        if (request.hasAuthUserChangePassword()) {
            AuthUserChangePasswordRequest change = request.getAuthUserChangePassword();
            requireHashed(change.getPassword(), change.getHashedPassword());
            auth.changePassword(tx, change.getName(), change.getHashedPassword());
            tokens.forget(change.getName());
            return AuthUserChangePasswordResponse.newBuilder().setHeader(header).build();
        }
        if (request.hasAuthUserGrantRole()) {
            AuthUserGrantRoleRequest grant = request.getAuthUserGrantRole();
            auth.grantRole(tx, grant.getUser(), grant.getRole());
            return AuthUserGrantRoleResponse.newBuilder().setHeader(header).build();
        }
        if (request.hasAuthUserRevokeRole()) {
            AuthUserRevokeRoleRequest revoke = request.getAuthUserRevokeRole();
            auth.revokeRole(tx, revoke.getName(), revoke.getRole());
            return AuthUserRevokeRoleResponse.newBuilder().setHeader(header).build();
        }
        if (request.hasAuthUserGet()) {
            return AuthUserGetResponse.newBuilder()
                    .setHeader(header)
                    .addAllRoles(userRoles(request.getAuthUserGet().getName()))
                    .build();
        }
        return request.hasAuthUserList()
                ? AuthUserListResponse.newBuilder()
                        .setHeader(header)
                        .addAllUsers(auth.state().userNames())
                        .build()
                : null;
    }

    /** Members before 3.5 hashed here, each with another result. */
    private static void requireHashed(String password, String hashedPassword) {
        if (!password.isEmpty() && hashedPassword.isEmpty()) {
            throw EtcdError.NO_PASSWORD_USER.exception();
        }
    }

    private List<String> userRoles(String name) {
        User user = auth.state().user(name);
        if (user == null) {
            throw EtcdError.USER_NOT_FOUND.exception();
        }
        return user.getRolesList();
    }

    private Object role(InternalRaftRequest request, ResponseHeader header) {
        if (request.hasAuthRoleAdd()) {
            auth.addRole(tx, request.getAuthRoleAdd().getName());
            return AuthRoleAddResponse.newBuilder().setHeader(header).build();
        }
        if (request.hasAuthRoleDelete()) {
            auth.deleteRole(tx, request.getAuthRoleDelete().getRole());
            return AuthRoleDeleteResponse.newBuilder().setHeader(header).build();
        }
        if (request.hasAuthRoleGrantPermission()) {
            AuthRoleGrantPermissionRequest grant = request.getAuthRoleGrantPermission();
            if (!grant.hasPerm()) {
                throw EtcdError.PERMISSION_NOT_GIVEN.exception();
            }
            auth.grantPermission(tx, grant.getName(), grant.getPerm());
            return AuthRoleGrantPermissionResponse.newBuilder()
                    .setHeader(header)
                    .build();
        }
        if (request.hasAuthRoleRevokePermission()) {
            AuthRoleRevokePermissionRequest revoke = request.getAuthRoleRevokePermission();
            auth.revokePermission(tx, revoke.getRole(), revoke.getKey(), revoke.getRangeEnd());
            return AuthRoleRevokePermissionResponse.newBuilder()
                    .setHeader(header)
                    .build();
        }
        if (request.hasAuthRoleGet()) {
            return roleGet(request.getAuthRoleGet().getRole(), header);
        }
        return request.hasAuthRoleList()
                ? AuthRoleListResponse.newBuilder()
                        .setHeader(header)
                        .addAllRoles(auth.state().roleNames())
                        .build()
                : null;
    }

    /** Role root is told to permit everything, whatever was granted to it. */
    private AuthRoleGetResponse roleGet(String name, ResponseHeader header) {
        Role role = auth.state().role(name);
        if (role == null) {
            throw EtcdError.ROLE_NOT_FOUND.exception();
        }
        AuthRoleGetResponse.Builder response = AuthRoleGetResponse.newBuilder().setHeader(header);
        if (name.equals(AuthInfo.ROOT)) {
            response.addPerm(Permission.newBuilder()
                    .setPermType(Permission.Type.READWRITE)
                    .setKey(FIRST_KEY)
                    .setRangeEnd(OPEN_END));
        } else {
            response.addAllPerm(role.getKeyPermissionList());
        }
        return response.build();
    }
}
