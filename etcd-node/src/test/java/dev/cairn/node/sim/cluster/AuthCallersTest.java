// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.server.Caller;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AuthStatusRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserListRequest;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.MemberAddRequest;
import dev.cairn.node.wire.etcdserverpb.MemberListRequest;
import dev.cairn.node.wire.etcdserverpb.MemberPromoteRequest;
import dev.cairn.node.wire.etcdserverpb.MemberRemoveRequest;
import dev.cairn.node.wire.etcdserverpb.MemberUpdateRequest;
import dev.cairn.node.wire.etcdserverpb.MoveLeaderRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Who may call what: each call is anybody's, somebody's, or root's alone. */
class AuthCallersTest extends AuthCluster {
    /** CVE-2026-33413 and its like: who may call what, to be told so in these words. */
    @Test
    void everyCallIsSomebodysOrRootsAlone() {
        Map<String, BiConsumer<Caller, Asked>> somebodys = new LinkedHashMap<>();
        somebodys.put(
                "LeaseGrant",
                (caller, asked) -> member(0)
                        .leases()
                        .grant(caller, LeaseGrantRequest.newBuilder().setTTL(9).build(), asked.reply()));
        somebodys.put(
                "LeaseRevoke",
                (caller, asked) -> member(0)
                        .leases()
                        .revoke(
                                caller,
                                LeaseRevokeRequest.newBuilder()
                                        .setID(MARYS_LEASE)
                                        .build(),
                                asked.reply()));
        somebodys.put("LeaseKeepAlive", (caller, asked) -> leader().leases().keepAlive(caller, 99, asked.reply()));
        somebodys.put(
                "LeaseTimeToLive",
                (caller, asked) -> leader().leases()
                        .timeToLive(
                                caller,
                                LeaseTimeToLiveRequest.newBuilder()
                                        .setID(OTHERS_LEASE)
                                        .build(),
                                asked.reply()));
        somebodys.put(
                "MemberList",
                (caller, asked) ->
                        member(0).membership().list(caller, MemberListRequest.getDefaultInstance(), asked.reply()));
        somebodys.put(
                "linearizable MemberList",
                (caller, asked) -> member(0)
                        .membership()
                        .list(
                                caller,
                                MemberListRequest.newBuilder()
                                        .setLinearizable(true)
                                        .build(),
                                asked.reply()));
        somebodys.put("Status", (caller, asked) -> member(0).maintenance().status(caller, asked.reply()));
        somebodys.put(
                "Alarm GET",
                (caller, asked) ->
                        member(0).maintenance().alarm(caller, AlarmRequest.getDefaultInstance(), asked.reply()));

        somebodys.forEach((name, call) -> {
            assertThat(answer(asked -> call.accept(Caller.ANONYMOUS, asked)))
                    .as(name + " of nobody")
                    .isEqualTo(EtcdError.USER_EMPTY.text());
            assertThat(answer(asked -> call.accept(mary, asked)))
                    .as(name + " of mary")
                    .isNotInstanceOf(String.class);
        });
    }

    @Test
    void theRestIsRootsAlone() {
        Map<String, BiConsumer<Caller, Asked>> roots = new LinkedHashMap<>();
        roots.put(
                "Compact",
                (caller, asked) -> member(0)
                        .kv()
                        .compact(
                                caller,
                                CompactionRequest.newBuilder().setRevision(2).build(),
                                asked.reply()));
        roots.put(
                "Alarm DEACTIVATE",
                (caller, asked) -> member(0)
                        .maintenance()
                        .alarm(
                                caller,
                                AlarmRequest.newBuilder()
                                        .setAction(AlarmRequest.AlarmAction.DEACTIVATE)
                                        .build(),
                                asked.reply()));
        roots.put("Defragment", (caller, asked) -> member(0).maintenance().defragment(caller, asked.reply()));
        roots.put("Hash", (caller, asked) -> member(0).maintenance().hash(caller, asked.reply()));
        roots.put(
                "HashKV",
                (caller, asked) ->
                        member(0).maintenance().hashKv(caller, HashKVRequest.getDefaultInstance(), asked.reply()));
        roots.put(
                "UserList",
                (caller, asked) ->
                        member(0).auth().userList(caller, AuthUserListRequest.getDefaultInstance(), asked.reply()));
        roots.put("Snapshot", (caller, asked) -> {
            try (var image = member(0).maintenance().snapshot(caller)) {
                asked.reply().done(image);
            } catch (RuntimeException e) {
                asked.reply().failed(e);
            }
        });
        roots.forEach((name, call) -> {
            assertRefusedToOthers(name, call);
            assertThat(answer(asked -> call.accept(root, asked)))
                    .as(name + " of root")
                    .isNotInstanceOf(String.class);
        });
    }

    @Test
    void membershipIsRootsAlone() {
        Map<String, BiConsumer<Caller, Asked>> changes = new LinkedHashMap<>();
        changes.put(
                "MoveLeader",
                (caller, asked) -> member(0)
                        .maintenance()
                        .moveLeader(caller, MoveLeaderRequest.getDefaultInstance(), asked.reply()));
        changes.put(
                "MemberAdd",
                (caller, asked) -> member(0)
                        .membership()
                        .add(
                                caller,
                                MemberAddRequest.newBuilder()
                                        .addPeerURLs("http://m9:2380")
                                        .build(),
                                asked.reply()));
        changes.put(
                "MemberRemove",
                (caller, asked) ->
                        member(0).membership().remove(caller, MemberRemoveRequest.getDefaultInstance(), asked.reply()));
        changes.put(
                "MemberUpdate",
                (caller, asked) ->
                        member(0).membership().update(caller, MemberUpdateRequest.getDefaultInstance(), asked.reply()));
        changes.put(
                "MemberPromote",
                (caller, asked) -> member(0)
                        .membership()
                        .promote(caller, MemberPromoteRequest.getDefaultInstance(), asked.reply()));
        changes.forEach(this::assertRefusedToOthers);
    }

    private void assertRefusedToOthers(String name, BiConsumer<Caller, Asked> call) {
        assertThat(answer(asked -> call.accept(Caller.ANONYMOUS, asked)))
                .as(name + " of nobody")
                .isEqualTo(EtcdError.USER_EMPTY.text());
        assertThat(answer(asked -> call.accept(mary, asked)))
                .as(name + " of mary")
                .isEqualTo(EtcdError.PERMISSION_DENIED.text());
    }

    @Test
    void logInAndStatusAreEverybodys() {
        ok(asked -> member(0).auth().status(Caller.ANONYMOUS, AuthStatusRequest.getDefaultInstance(), asked.reply()));
    }
}
