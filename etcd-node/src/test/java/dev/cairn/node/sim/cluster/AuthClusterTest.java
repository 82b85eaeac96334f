// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.RangeChunks;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.Watches;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.AuthDisableRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleAddRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserChangePasswordRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserRevokeRoleRequest;
import dev.cairn.node.wire.etcdserverpb.AuthenticateRequest;
import dev.cairn.node.wire.etcdserverpb.AuthenticateResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.splice.Encoded;
import dev.cairn.node.wire.splice.EncodedRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each service answers to whom: reads, writes, leases and watches of {@link AuthCluster}, and tokens. */
class AuthClusterTest extends AuthCluster {
    @Test
    void aTokenOfOneMemberIsKnownToAll() {
        for (int at = 0; at < 3; at++) {
            int number = at;
            ok(asked -> member(number).kv().range(mary, range("m", "", true), asked.reply()));
            ok(asked -> member(number).kv().put(mary, put("m", 0), asked.reply()));
        }
    }

    @Test
    void aTokenIsWaitedForWhereItsLoginIsNotAppliedYet() {
        var request = AuthenticateRequest.newBuilder()
                .setName("mary")
                .setPassword("mary")
                .build();
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            member(0).auth().authenticate(Caller.ANONYMOUS, request, new Reply<>() {
                @Override
                public void done(AuthenticateResponse response) {
                    Caller caller = Caller.ANONYMOUS.withToken(response.getToken());
                    member(number).kv().range(caller, range("m", "", true), new Reply<Encoded>() {
                        @Override
                        public void done(Encoded range) {
                            told.add("known");
                        }

                        @Override
                        public void failed(RuntimeException error) {
                            told.add(error.getMessage());
                        }
                    });
                }

                @Override
                public void failed(RuntimeException error) {
                    told.add(error.getMessage());
                }
            });
            pass(1_500);
        }

        assertThat(told).containsExactly("known", "known", "known");
    }

    @Test
    void aTokenThatNeverWasIsRefusedAtOnceOrWhenItCouldHaveBeenKnown() {
        Caller garbage = Caller.ANONYMOUS.withToken("garbage");
        refused(
                EtcdError.INVALID_AUTH_TOKEN,
                asked -> member(0).kv().range(garbage, range("m", "", true), asked.reply()));

        Caller future = Caller.ANONYMOUS.withToken("abcdefghijklmnop.999999999");
        member(0).kv().range(future, range("m", "", true), reply());
        pass(1_000);
        assertThat(answer).isEqualTo("none");
        pass(20_000);
        assertThat(answer).isEqualTo(EtcdError.INVALID_AUTH_TOKEN.text());
    }

    @Test
    void anUnusedTokenExpires() {
        pass(70_000);

        refused(EtcdError.INVALID_AUTH_TOKEN, asked -> member(0).kv().range(mary, range("m", "", true), asked.reply()));
    }

    @Test
    void wrongPasswordsAreRefused() {
        assertThat(authenticate(0, "mary", "wrong")).isEqualTo(EtcdError.AUTH_FAILED.text());
        assertThat(authenticate(1, "stranger", "mary")).isEqualTo(EtcdError.AUTH_FAILED.text());
        assertThat(authenticate(2, "mary", "")).isEqualTo(EtcdError.AUTH_FAILED.text());
    }

    @Test
    void aChangedPasswordEndsTokensAndIsTheOnlyOneThatCounts() {
        var change = AuthUserChangePasswordRequest.newBuilder()
                .setName("mary")
                .setPassword("new")
                .build();
        ok(asked -> member(1).auth().userChangePassword(root, change, asked.reply()));

        refused(EtcdError.INVALID_AUTH_TOKEN, asked -> member(0).kv().range(mary, range("m", "", true), asked.reply()));
        assertThat(authenticate(2, "mary", "mary")).isEqualTo(EtcdError.AUTH_FAILED.text());
        assertThat(authenticate(2, "mary", "new")).isInstanceOf(AuthenticateResponse.class);
    }

    /** Its password is checked while the change is on its way, and the login's entry comes behind it. */
    @Test
    void aPasswordThatIsChangedDuringALoginLetsNobodyIn() {
        var login = AuthenticateRequest.newBuilder()
                .setName("mary")
                .setPassword("mary")
                .build();
        var change = AuthUserChangePasswordRequest.newBuilder()
                .setName("mary")
                .setPassword("new")
                .build();
        List<String> told = new ArrayList<>();
        for (int delay = 0; delay < 60; delay += 2) {
            member(1).auth().userChangePassword(root, change, reply());
            pass(delay);
            member(0).auth().authenticate(Caller.ANONYMOUS, login, new Reply<>() {
                @Override
                public void done(AuthenticateResponse response) {
                    Caller caller = Caller.ANONYMOUS.withToken(response.getToken());
                    member(0).kv().range(caller, range("m", "", true), told("let in", told));
                }

                @Override
                public void failed(RuntimeException error) {
                    told.add(error.getMessage());
                }
            });
            pass(1_500);
            ok(asked -> member(0)
                    .auth()
                    .userChangePassword(
                            root, change.toBuilder().setPassword("mary").build(), asked.reply()));
        }
        assertThat(told).hasSize(30).containsOnly(EtcdError.AUTH_FAILED.text());
    }

    private static Reply<Encoded> told(String word, List<String> told) {
        return new Reply<>() {
            @Override
            public void done(Encoded answer) {
                told.add(word);
            }

            @Override
            public void failed(RuntimeException error) {
                told.add(error.getMessage());
            }
        };
    }

    @Test
    void everyMemberHoldsTheSameUsersRolesAndRevision() {
        for (int number = 1; number < 3; number++) {
            assertThat(stored(number)).isEqualTo(stored(0)).isNotEmpty();
            assertThat(member(number).measures().authRevision()).isEqualTo(8);
        }
    }

    private Map<String, String> stored(int number) {
        return List.copyOf(cluster.members()).get(number).records().auth();
    }

    @Test
    void readsAreAskedForAllTheyTouch() {
        for (boolean serializable : List.of(true, false)) {
            ok(asked -> member(0).kv().range(mary, range("m", "n", serializable), asked.reply()));
            refused(
                    EtcdError.PERMISSION_DENIED,
                    asked -> member(0).kv().range(mary, range("m", "\0", serializable), asked.reply()));
            refused(
                    EtcdError.USER_EMPTY,
                    asked -> member(0).kv().range(Caller.ANONYMOUS, range("m", "", serializable), asked.reply()));
            TxnRequest secret = TxnRequest.newBuilder()
                    .addFailure(RequestOp.newBuilder().setRequestRange(range("x", "", serializable)))
                    .build();
            refused(EtcdError.PERMISSION_DENIED, asked -> member(0).kv().txn(mary, secret, asked.reply()));
            ok(asked -> member(0).kv().txn(root, secret, asked.reply()));
        }
    }

    @Test
    void aListInChunksIsOverWhenPermissionsChange() {
        refused(
                EtcdError.PERMISSION_DENIED,
                asked -> member(0).kv().rangeStream(mary, range("m", "\0", true), asked.reply()));
        ok(asked -> member(0).kv().rangeStream(mary, range("m", "n", true), asked.reply()));
        RangeChunks before = (RangeChunks) answer;
        ok(asked -> before.next(asked.reply()));

        ok(asked -> member(0).kv().rangeStream(mary, range("m", "n", true), asked.reply()));
        RangeChunks after = (RangeChunks) answer;
        ok(asked -> member(0)
                .auth()
                .roleAdd(
                        root, AuthRoleAddRequest.newBuilder().setName("another").build(), asked.reply()));
        refused(EtcdError.AUTH_OLD_REVISION, asked -> after.next(asked.reply()));
    }

    @Test
    void writesAreAskedWhereTheyAreApplied() {
        refused(EtcdError.PERMISSION_DENIED, asked -> member(1).kv().put(mary, put("x", 0), asked.reply()));
        refused(EtcdError.PERMISSION_DENIED, asked -> member(1).kv().put(mary, put("m", OTHERS_LEASE), asked.reply()));
        refused(EtcdError.USER_EMPTY, asked -> member(1).kv().put(Caller.ANONYMOUS, put("m", 0), asked.reply()));
        ok(asked -> member(1).kv().put(mary, put("m", MARYS_LEASE), asked.reply()));
    }

    @Test
    void leasesAreAskedForByTheirKeys() {
        for (int at = 0; at < 3; at++) {
            var here = member(at).leases();
            refused(EtcdError.PERMISSION_DENIED, asked -> here.keepAlive(mary, OTHERS_LEASE, asked.reply()));
            refused(EtcdError.PERMISSION_DENIED, asked -> here.leases(mary, asked.reply()));
            refused(EtcdError.USER_EMPTY, asked -> here.leases(Caller.ANONYMOUS, asked.reply()));
            ok(asked -> here.leases(root, asked.reply()));
        }
        var leases = leader().leases();
        ok(asked -> leases.keepAlive(mary, MARYS_LEASE, asked.reply()));
        var others = LeaseTimeToLiveRequest.newBuilder()
                .setID(OTHERS_LEASE)
                .setKeys(true)
                .build();
        var own = LeaseTimeToLiveRequest.newBuilder()
                .setID(MARYS_LEASE)
                .setKeys(true)
                .build();
        refused(EtcdError.PERMISSION_DENIED, asked -> leases.timeToLive(mary, others, asked.reply()));
        ok(asked -> leases.timeToLive(mary, own, asked.reply()));
        assertThat(((LeaseTimeToLiveResponse) answer).getKeysList()).containsExactly(bytes("m"));
        refused(
                EtcdError.PERMISSION_DENIED,
                asked -> member(0)
                        .leases()
                        .revoke(
                                mary,
                                LeaseRevokeRequest.newBuilder()
                                        .setID(OTHERS_LEASE)
                                        .build(),
                                asked.reply()));
    }

    /** Nobody asked for it: the members do it as root. */
    @Test
    void leasesExpireWhateverHangsOnThem() {
        ok(asked -> member(0)
                .leases()
                .grant(root, LeaseGrantRequest.newBuilder().setID(9).setTTL(2).build(), asked.reply()));
        ok(asked -> member(0).kv().put(root, put("y", 9), asked.reply()));
        pass(20_000);
        root = login(0, "root");

        ok(asked -> member(0).kv().range(root, range("y", "", false), asked.reply()));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        EncodedRange.class, range -> assertThat(range.count()).isZero());
        ok(asked -> leader().leases()
                .timeToLive(root, LeaseTimeToLiveRequest.newBuilder().setID(9).build(), asked.reply()));
        assertThat(((LeaseTimeToLiveResponse) answer).getTTL()).isEqualTo(-1);
    }

    private List<String> watched(Caller caller, String key, String end, long start) {
        List<String> told = new ArrayList<>();
        Watches.Stream stream = member(0).watches().open(caller, new Watches.Sink() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void send(Encoded response) {
                try {
                    WatchResponse read = WatchResponse.parseFrom(response.toByteArray());
                    told.add((read.getCreated() ? "created " : "") + read.getWatchId() + " " + read.getCancelReason());
                } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public void fail(RuntimeException error) {
                told.add(error.getMessage());
            }
        });
        stream.request(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(bytes(key))
                        .setRangeEnd(bytes(end))
                        .setStartRevision(start))
                .build());
        pass(1_000);
        stream.close();
        return told;
    }

    /** GHSA-xg4h-6gfc-h4m8: the right to read one key is none to watch all that follow. */
    @Test
    void aWatchIsAskedForAllOfItsRange() {
        assertThat(watched(mary, "m", "n", 0)).containsExactly("created 0 ");
        String denied = "created -1 rpc error: code = PermissionDenied desc = etcdserver: permission denied";
        assertThat(watched(mary, "m", "\0", 0)).containsExactly(denied);
        assertThat(watched(mary, "", "", 0)).containsExactly(denied);
        assertThat(watched(mary, "m", "o", 0)).containsExactly(denied);
        assertThat(watched(Caller.ANONYMOUS, "m", "", 0))
                .containsExactly("created -1 rpc error: code = InvalidArgument desc = etcdserver: user name is empty");
        assertThat(watched(Caller.ANONYMOUS.withToken("x"), "m", "", 0))
                .containsExactly("created -1 rpc error: code = Unauthenticated desc = etcdserver: invalid auth token");
        assertThat(watched(Caller.ANONYMOUS, "m", "", -1)).containsExactly("created -1 " + EtcdError.COMPACTED.text());
    }

    @Test
    void whatARolePermittedIsForbiddenEverywhereOnceItIsTakenAway() {
        ok(asked -> member(0)
                .auth()
                .userRevokeRole(
                        root,
                        AuthUserRevokeRoleRequest.newBuilder()
                                .setName("mary")
                                .setRole("mary")
                                .build(),
                        asked.reply()));

        for (int number = 0; number < 3; number++) {
            int at = number;
            refused(
                    EtcdError.PERMISSION_DENIED,
                    asked -> member(at).kv().range(mary, range("m", "", true), asked.reply()));
            refused(EtcdError.PERMISSION_DENIED, asked -> member(at).kv().put(mary, put("m", 0), asked.reply()));
        }
    }

    @Test
    void switchedOffItAsksNobody() {
        ok(asked -> member(0).auth().disable(root, AuthDisableRequest.getDefaultInstance(), asked.reply()));

        ok(asked -> member(1).kv().put(Caller.ANONYMOUS, put("x", 0), asked.reply()));
        ok(asked -> member(1).kv().put(mary, put("x", 0), asked.reply()));
        assertThat(authenticate(0, "mary", "mary")).isEqualTo(EtcdError.AUTH_NOT_ENABLED.text());
    }

    @Test
    void aCertificateNamesItsUserButNotBehindTheGateway() {
        Caller certified = Caller.certified("mary", List.of());

        ok(asked -> member(0).kv().range(certified, range("m", "", true), asked.reply()));
        refused(
                EtcdError.USER_EMPTY,
                asked -> member(0).kv().range(certified.throughGateway(), range("m", "", true), asked.reply()));
    }
}
