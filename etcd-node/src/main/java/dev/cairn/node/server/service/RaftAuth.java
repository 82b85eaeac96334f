// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.auth.AuthState;
import dev.cairn.node.auth.Passwords;
import dev.cairn.node.auth.token.Tokens;
import dev.cairn.node.server.Auth;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.server.stage.ReadIndexes;
import dev.cairn.node.server.stage.Replies;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.authpb.User;
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
import dev.cairn.node.wire.etcdserverpb.InternalAuthenticateRequest;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users and roles over the log. A password is checked, or hashed, before anything is proposed: no entry holds one, and no
 * two members can come to different hashes.
 */
public final class RaftAuth implements Auth {
    private static final Logger LOG = LoggerFactory.getLogger(RaftAuth.class);

    private final Proposer proposer;
    private final ReadIndexes reads;
    private final LiveFeatures live;
    private final Tokens tokens;
    private final PasswordWork passwords;
    private final SecureRandom random;
    private final int bcryptCost;
    private final boolean certificateNames;

    public RaftAuth(
            Proposer proposer,
            ReadIndexes reads,
            LiveFeatures live,
            Tokens tokens,
            PasswordWork passwords,
            SecureRandom random,
            int bcryptCost,
            boolean certificateNames) {
        this.proposer = proposer;
        this.reads = reads;
        this.live = live;
        this.tokens = tokens;
        this.passwords = passwords;
        this.random = random;
        this.bcryptCost = bcryptCost;
        this.certificateNames = certificateNames;
    }

    private AuthState state() {
        return live.now().auth().state();
    }

    @Override
    public boolean isEnabled() {
        return state().enabled();
    }

    @Override
    public boolean namesByCertificate() {
        return certificateNames && isEnabled();
    }

    /** A read first: a password that was changed before the login began must not let anybody in. */
    @Override
    public void authenticate(Caller caller, AuthenticateRequest request, Reply<AuthenticateResponse> reply) {
        reads.read(Replies.then(reply, nothing -> login(caller, request, reply)));
    }

    private void login(Caller caller, AuthenticateRequest request, Reply<AuthenticateResponse> reply) {
        AuthState checked = state();
        if (!checked.enabled()) {
            throw EtcdError.AUTH_NOT_ENABLED.exception();
        }
        User user = checked.user(request.getName());
        if (user == null) {
            throw EtcdError.AUTH_FAILED.exception();
        }
        if (user.getOptions().getNoPassword()) {
            throw EtcdError.NO_PASSWORD_USER.exception();
        }
        passwords.run(reply, () -> Passwords.matches(request.getPassword(), user.getPassword()), matches -> {
            if (!matches) {
                LOG.info("user {} gave a wrong password: {}", request.getName(), caller);
                throw EtcdError.AUTH_FAILED.exception();
            }
            proposeLogin(caller, request, checked.revision(), reply);
        });
    }

    /** Checks again where users changed between the check and the entry: it may have been this one's password. */
    private void proposeLogin(
            Caller caller, AuthenticateRequest request, long checkedRevision, Reply<AuthenticateResponse> reply) {
        InternalAuthenticateRequest login = InternalAuthenticateRequest.newBuilder()
                .setName(request.getName())
                .setSimpleToken(tokens.newSecret())
                .build();
        proposer.propose(
                caller,
                AuthInfo.NOBODY,
                InternalRaftRequest.newBuilder().setAuthenticate(login),
                Replies.then(reply, answer -> {
                    if (checkedRevision == state().revision()) {
                        reply.done((AuthenticateResponse) answer);
                    } else {
                        login(caller, request, reply);
                    }
                }));
    }

    @Override
    public void userAdd(Caller caller, AuthUserAddRequest request, Reply<AuthUserAddResponse> reply) {
        if (request.getOptions().getNoPassword()) {
            propose(caller, InternalRaftRequest.newBuilder().setAuthUserAdd(request), reply);
            return;
        }
        passwords.run(reply, () -> hash(request.getPassword()), hashed -> {
            AuthUserAddRequest add = request.toBuilder()
                    .clearPassword()
                    .setHashedPassword(hashed)
                    .build();
            propose(caller, InternalRaftRequest.newBuilder().setAuthUserAdd(add), reply);
        });
    }

    @Override
    public void userChangePassword(
            Caller caller, AuthUserChangePasswordRequest request, Reply<AuthUserChangePasswordResponse> reply) {
        if (request.getPassword().isEmpty()) {
            propose(caller, InternalRaftRequest.newBuilder().setAuthUserChangePassword(request), reply);
            return;
        }
        passwords.run(reply, () -> hash(request.getPassword()), hashed -> {
            AuthUserChangePasswordRequest change = request.toBuilder()
                    .clearPassword()
                    .setHashedPassword(hashed)
                    .build();
            propose(caller, InternalRaftRequest.newBuilder().setAuthUserChangePassword(change), reply);
        });
    }

    private String hash(String password) {
        return Passwords.hash(password, bcryptCost, random);
    }

    @SuppressWarnings("unchecked")
    private <T> void propose(Caller caller, InternalRaftRequest.Builder request, Reply<T> reply) {
        proposer.propose(caller, request, Replies.map(reply, answer -> (T) answer));
    }

    @Override
    public void enable(Caller caller, AuthEnableRequest request, Reply<AuthEnableResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthEnable(request), reply);
    }

    @Override
    public void disable(Caller caller, AuthDisableRequest request, Reply<AuthDisableResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthDisable(request), reply);
    }

    @Override
    public void status(Caller caller, AuthStatusRequest request, Reply<AuthStatusResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthStatus(request), reply);
    }

    @Override
    public void userGet(Caller caller, AuthUserGetRequest request, Reply<AuthUserGetResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthUserGet(request), reply);
    }

    @Override
    public void userList(Caller caller, AuthUserListRequest request, Reply<AuthUserListResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthUserList(request), reply);
    }

    @Override
    public void userDelete(Caller caller, AuthUserDeleteRequest request, Reply<AuthUserDeleteResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthUserDelete(request), reply);
    }

    @Override
    public void userGrantRole(Caller caller, AuthUserGrantRoleRequest request, Reply<AuthUserGrantRoleResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthUserGrantRole(request), reply);
    }

    @Override
    public void userRevokeRole(
            Caller caller, AuthUserRevokeRoleRequest request, Reply<AuthUserRevokeRoleResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthUserRevokeRole(request), reply);
    }

    @Override
    public void roleAdd(Caller caller, AuthRoleAddRequest request, Reply<AuthRoleAddResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthRoleAdd(request), reply);
    }

    @Override
    public void roleGet(Caller caller, AuthRoleGetRequest request, Reply<AuthRoleGetResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthRoleGet(request), reply);
    }

    @Override
    public void roleList(Caller caller, AuthRoleListRequest request, Reply<AuthRoleListResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthRoleList(request), reply);
    }

    @Override
    public void roleDelete(Caller caller, AuthRoleDeleteRequest request, Reply<AuthRoleDeleteResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthRoleDelete(request), reply);
    }

    @Override
    public void roleGrantPermission(
            Caller caller, AuthRoleGrantPermissionRequest request, Reply<AuthRoleGrantPermissionResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthRoleGrantPermission(request), reply);
    }

    @Override
    public void roleRevokePermission(
            Caller caller, AuthRoleRevokePermissionRequest request, Reply<AuthRoleRevokePermissionResponse> reply) {
        propose(caller, InternalRaftRequest.newBuilder().setAuthRoleRevokePermission(request), reply);
    }
}
