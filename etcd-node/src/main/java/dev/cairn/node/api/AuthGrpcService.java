// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.Auth;
import dev.cairn.node.wire.etcdserverpb.AuthGrpc;
import io.grpc.ServerServiceDefinition;

/** etcdserverpb.Auth. */
final class AuthGrpcService {
    private AuthGrpcService() {}

    static ServerServiceDefinition bind(Auth auth, CallClients clients) {
        return new ServiceBinder(AuthGrpc.SERVICE_NAME, clients)
                .hashing(AuthGrpc.getAuthenticateMethod(), auth::authenticate)
                .unary(AuthGrpc.getAuthEnableMethod(), auth::enable)
                .unary(AuthGrpc.getAuthDisableMethod(), auth::disable)
                .unary(AuthGrpc.getAuthStatusMethod(), auth::status)
                .hashing(AuthGrpc.getUserAddMethod(), auth::userAdd)
                .unary(AuthGrpc.getUserGetMethod(), auth::userGet)
                .unary(AuthGrpc.getUserListMethod(), auth::userList)
                .unary(AuthGrpc.getUserDeleteMethod(), auth::userDelete)
                .hashing(AuthGrpc.getUserChangePasswordMethod(), auth::userChangePassword)
                .unary(AuthGrpc.getUserGrantRoleMethod(), auth::userGrantRole)
                .unary(AuthGrpc.getUserRevokeRoleMethod(), auth::userRevokeRole)
                .unary(AuthGrpc.getRoleAddMethod(), auth::roleAdd)
                .unary(AuthGrpc.getRoleGetMethod(), auth::roleGet)
                .unary(AuthGrpc.getRoleListMethod(), auth::roleList)
                .unary(AuthGrpc.getRoleDeleteMethod(), auth::roleDelete)
                .unary(AuthGrpc.getRoleGrantPermissionMethod(), auth::roleGrantPermission)
                .unary(AuthGrpc.getRoleRevokePermissionMethod(), auth::roleRevokePermission)
                .build();
    }
}
