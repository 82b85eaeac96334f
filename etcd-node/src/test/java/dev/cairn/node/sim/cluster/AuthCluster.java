// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.server.Caller;
import dev.cairn.node.wire.authpb.Permission;
import dev.cairn.node.wire.etcdserverpb.AuthEnableRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleAddRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGrantPermissionRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserAddRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserGrantRoleRequest;
import dev.cairn.node.wire.etcdserverpb.AuthenticateRequest;
import dev.cairn.node.wire.etcdserverpb.AuthenticateResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/**
 * Three members with root and mary, who reads and writes keys from m until before n: what each service answers to whom. As in
 * etcd, whose rules they are, some are asked where a request comes in and some where it is applied.
 */
abstract class AuthCluster extends AskedCluster {
    static final long OTHERS_LEASE = 7;
    static final long MARYS_LEASE = 8;

    Caller root = Caller.ANONYMOUS;
    Caller mary;

    @BeforeEach
    void rootAndMary() {
        start(SimSettings.Habits.NONE);
        var auth = member(0).auth();
        for (String name : List.of("root", "mary")) {
            ok(asked -> auth.userAdd(
                    root,
                    AuthUserAddRequest.newBuilder()
                            .setName(name)
                            .setPassword(name)
                            .build(),
                    asked.reply()));
            ok(asked -> auth.roleAdd(
                    root, AuthRoleAddRequest.newBuilder().setName(name).build(), asked.reply()));
            ok(asked -> auth.userGrantRole(
                    root,
                    AuthUserGrantRoleRequest.newBuilder()
                            .setUser(name)
                            .setRole(name)
                            .build(),
                    asked.reply()));
        }
        ok(asked -> auth.roleGrantPermission(root, grant("mary", Permission.Type.READWRITE, "m", "n"), asked.reply()));
        for (long lease : List.of(OTHERS_LEASE, MARYS_LEASE)) {
            ok(asked -> member(0)
                    .leases()
                    .grant(
                            root,
                            LeaseGrantRequest.newBuilder()
                                    .setID(lease)
                                    .setTTL(1_000)
                                    .build(),
                            asked.reply()));
        }
        ok(asked -> member(0).kv().put(root, put("x", OTHERS_LEASE), asked.reply()));
        ok(asked -> member(0).kv().put(root, put("m", MARYS_LEASE), asked.reply()));
        ok(asked -> auth.enable(root, AuthEnableRequest.getDefaultInstance(), asked.reply()));
        root = login(0, "root");
        mary = login(0, "mary");
    }

    Object authenticate(int member, String name, String password) {
        var request = AuthenticateRequest.newBuilder()
                .setName(name)
                .setPassword(password)
                .build();
        return answer(asked -> member(member).auth().authenticate(Caller.ANONYMOUS, request, asked.reply()));
    }

    Caller login(int member, String name) {
        return Caller.ANONYMOUS.withToken(((AuthenticateResponse) authenticate(member, name, name)).getToken());
    }

    static AuthRoleGrantPermissionRequest grant(String role, Permission.Type type, String key, String end) {
        return AuthRoleGrantPermissionRequest.newBuilder()
                .setName(role)
                .setPerm(Permission.newBuilder()
                        .setPermType(type)
                        .setKey(bytes(key))
                        .setRangeEnd(bytes(end)))
                .build();
    }

    static PutRequest put(String key, long lease) {
        return PutRequest.newBuilder().setKey(bytes(key)).setLease(lease).build();
    }

    static RangeRequest range(String key, String end, boolean serializable) {
        return RangeRequest.newBuilder()
                .setKey(bytes(key))
                .setRangeEnd(bytes(end))
                .setSerializable(serializable)
                .build();
    }
}
