// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.auth.AuthState;
import dev.cairn.node.auth.AuthStore;
import dev.cairn.node.auth.RequestPermissions;
import dev.cairn.node.lease.Lessor;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;

/**
 * etcd's authApplierV3: whether who asks may, by the users and roles as they are when the request is applied. What was
 * known when it was proposed may be old: then the client is told to ask again. The same on every member.
 */
final class AuthApplier implements Applier {
    private final AuthStore auth;
    private final Lessor lessor;
    private final Applier next;

    AuthApplier(AuthStore auth, Lessor lessor, Applier next) {
        this.auth = auth;
        this.lessor = lessor;
        this.next = next;
    }

    @Override
    public Outcome apply(InternalRaftRequest request, Applying at) {
        AuthState state = auth.state();
        if (state.enabled()) {
            check(request, state);
        }
        return next.apply(request, at);
    }

    private void check(InternalRaftRequest request, AuthState state) {
        AuthInfo who = new AuthInfo(
                request.getHeader().getUsername(), request.getHeader().getAuthRevision());
        RequestPermissions permissions = new RequestPermissions(state, who, lessor::keys);
        if (request.hasPut()) {
            permissions.put(request.getPut());
        } else if (request.hasTxn()) {
            permissions.txn(request.getTxn());
        } else if (request.hasDeleteRange()) {
            permissions.deleteRange(request.getDeleteRange());
        } else if (request.hasRange()) {
            permissions.range(request.getRange());
        } else if (request.hasLeaseRevoke()) {
            permissions.leaseWrites(request.getLeaseRevoke().getID());
        } else if (request.hasAuthUserGet()) {
            permissions.userGet(request.getAuthUserGet().getName());
        } else if (request.hasAuthRoleGet()) {
            permissions.roleGet(request.getAuthRoleGet().getRole());
        } else if (isForRoot(request)) {
            state.requireRoot(who);
        }
    }

    /** All that changes users, roles and permissions, and the lists of them. */
    private static boolean isForRoot(InternalRaftRequest request) {
        boolean users = request.hasAuthUserAdd()
                || request.hasAuthUserDelete()
                || request.hasAuthUserChangePassword()
                || request.hasAuthUserGrantRole()
                || request.hasAuthUserRevokeRole()
                || request.hasAuthUserList();
        boolean roles = request.hasAuthRoleAdd()
                || request.hasAuthRoleDelete()
                || request.hasAuthRoleGrantPermission()
                || request.hasAuthRoleRevokePermission()
                || request.hasAuthRoleList();
        return users || roles || request.hasAuthEnable() || request.hasAuthDisable();
    }
}
