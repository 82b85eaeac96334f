// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.load;

import com.google.protobuf.ByteString;
import dev.cairn.node.server.Auth;
import dev.cairn.node.server.Reply;
import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.authpb.Permission;
import dev.cairn.node.wire.authpb.UserAddOptions;
import dev.cairn.node.wire.etcdserverpb.AuthEnableRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleAddRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGrantPermissionRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserAddRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserGrantRoleRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserRevokeRoleRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.splice.Encoded;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Makes users and roles, switches authentication on and goes on changing roles, so that requests meet changes on their way;
 * and a stranger who tries what nobody permitted. Once somebody was told that it is on, no write and no linearizable read of
 * the stranger may succeed, at whichever member.
 */
final class AuthClient {
    private static final int THINK_MILLIS = 400;
    private static final ByteString EVERYTHING = ByteString.copyFrom(new byte[] {0});
    private static final Set<EtcdError> DONE_BEFORE =
            Set.of(EtcdError.USER_ALREADY_EXIST, EtcdError.ROLE_ALREADY_EXIST, EtcdError.USER_EMPTY);

    /** One request of the setup; the answer's kind does not matter. */
    private interface Step extends BiConsumer<Auth, Reply<Object>> {}

    private final Clients clients;
    private final ArrayDeque<Step> setup = new ArrayDeque<>();
    private boolean granted;

    AuthClient(Clients clients) {
        this.clients = clients;
        for (String user : List.of("root", Users.CLIENT_NAME, "stranger")) {
            setup.add((auth, reply) -> auth.userAdd(Users.ROOT, user(user), cast(reply)));
        }
        setup.add((auth, reply) -> auth.userGrantRole(Users.ROOT, grant("root", "root"), cast(reply)));
        for (String role : List.of("all", "some")) {
            setup.add((auth, reply) -> auth.roleAdd(
                    Users.ROOT, AuthRoleAddRequest.newBuilder().setName(role).build(), cast(reply)));
        }
        setup.add((auth, reply) -> auth.roleGrantPermission(Users.ROOT, permission("all", EVERYTHING), cast(reply)));
        setup.add((auth, reply) -> auth.userGrantRole(Users.ROOT, grant(Users.CLIENT_NAME, "all"), cast(reply)));
        setup.add((auth, reply) -> auth.enable(Users.ROOT, AuthEnableRequest.getDefaultInstance(), cast(reply)));
    }

    @SuppressWarnings("unchecked")
    private static <T> Reply<T> cast(Reply<Object> reply) {
        return (Reply<T>) (Reply<?>) reply;
    }

    private static AuthUserAddRequest user(String name) {
        return AuthUserAddRequest.newBuilder()
                .setName(name)
                .setOptions(UserAddOptions.newBuilder().setNoPassword(true))
                .build();
    }

    private static AuthUserGrantRoleRequest grant(String user, String role) {
        return AuthUserGrantRoleRequest.newBuilder().setUser(user).setRole(role).build();
    }

    private static AuthRoleGrantPermissionRequest permission(String role, ByteString key) {
        return AuthRoleGrantPermissionRequest.newBuilder()
                .setName(role)
                .setPerm(Permission.newBuilder()
                        .setPermType(Permission.Type.READWRITE)
                        .setKey(key)
                        .setRangeEnd(EVERYTHING))
                .build();
    }

    void start() {
        clients.later(clients.random().nextInt(THINK_MILLIS), this::next);
    }

    private void next() {
        if (clients.isStopped()) {
            return;
        }
        clients.anyRunning().ifPresentOrElse(setup.isEmpty() ? this::changeAndTry : this::setUp, this::start);
    }

    private void setUp(SimMember member) {
        Step step = setup.peek();
        Asked.<Object>ask(clients, member, reply -> step.accept(member.server().auth(), reply), (answer, error) -> {
            boolean before = error instanceof EtcdException refused && DONE_BEFORE.contains(refused.error());
            if (answer != null || before) {
                setup.poll();
            }
            start();
        });
    }

    private void changeAndTry(SimMember member) {
        switch (clients.random().nextInt(4)) {
            case 0 -> change(member);
            case 1 -> read(member);
            default -> write(member);
        }
    }

    private void change(SimMember member) {
        Auth auth = member.server().auth();
        granted = !granted;
        Asked.<Object>ask(
                clients,
                member,
                reply -> {
                    if (granted) {
                        auth.userGrantRole(Users.ROOT, grant(Users.CLIENT_NAME, "some"), cast(reply));
                    } else {
                        auth.userRevokeRole(
                                Users.ROOT,
                                AuthUserRevokeRoleRequest.newBuilder()
                                        .setName(Users.CLIENT_NAME)
                                        .setRole("some")
                                        .build(),
                                cast(reply));
                    }
                },
                (answer, error) -> start());
    }

    private void read(SimMember member) {
        RangeRequest all = RangeRequest.newBuilder()
                .setKey(EVERYTHING)
                .setRangeEnd(EVERYTHING)
                .build();
        Asked.<Encoded>ask(
                clients, member, reply -> member.server().kv().range(Users.STRANGER, all, reply), (answer, error) -> {
                    requireRefused(member, "read", answer);
                    start();
                });
    }

    private void write(SimMember member) {
        PutRequest put = PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(Users.FORBIDDEN))
                .build();
        Asked.<Encoded>ask(
                clients, member, reply -> member.server().kv().put(Users.STRANGER, put, reply), (answer, error) -> {
                    requireRefused(member, "write", answer);
                    start();
                });
    }

    private static void requireRefused(SimMember member, String what, Encoded answer) {
        Violation.require(answer == null, "permissions", () -> member + " lets a stranger " + what);
    }
}
