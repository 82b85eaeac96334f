// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import static dev.cairn.node.apply.AppliedLog.bytes;
import static dev.cairn.node.apply.AppliedLog.put;
import static dev.cairn.node.apply.AppliedLog.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.auth.AuthState;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.authpb.Permission;
import dev.cairn.node.wire.etcdserverpb.AuthDisableRequest;
import dev.cairn.node.wire.etcdserverpb.AuthEnableRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleAddRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleDeleteRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGetRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGetResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGrantPermissionRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleListRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleRevokePermissionRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserAddRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserChangePasswordRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserDeleteRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserGetRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserGrantRoleRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserListRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserRevokeRoleRequest;
import dev.cairn.node.wire.etcdserverpb.AuthenticateResponse;
import dev.cairn.node.wire.etcdserverpb.Compare;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.InternalAuthenticateRequest;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rule of what is applied, with role r of user mary: she reads [a, c), writes [b, d), and so does both in [b, c). A
 * request that she may not make changes nothing.
 */
class AuthAppliedTest {
    private static final long LEASE_OF_OTHERS = 7;
    private static final long OWN_LEASE = 8;

    private final AppliedLog log = new AppliedLog();

    @BeforeEach
    void maryHasARole() {
        granted(request().setAuthUserAdd(user("root")));
        granted(request().setAuthUserGrantRole(grant("root", "root")));
        granted(request().setAuthUserAdd(user("mary")));
        granted(request().setAuthRoleAdd(AuthRoleAddRequest.newBuilder().setName("r")));
        granted(request().setAuthRoleGrantPermission(permission(Permission.Type.READ, "a", "c")));
        granted(request().setAuthRoleGrantPermission(permission(Permission.Type.WRITE, "b", "d")));
        granted(request().setAuthUserGrantRole(grant("mary", "r")));
        for (String key : List.of("a", "b", "x")) {
            granted(request().setPut(put(key, "old", 0)));
        }
        for (long lease : List.of(LEASE_OF_OTHERS, OWN_LEASE)) {
            granted(request()
                    .setLeaseGrant(LeaseGrantRequest.newBuilder().setID(lease).setTTL(60)));
        }
        granted(request().setPut(put("x", "old", LEASE_OF_OTHERS)));
        granted(request().setPut(put("b", "old", OWN_LEASE)));
        granted(request().setAuthEnable(AuthEnableRequest.getDefaultInstance()));
    }

    private static AuthUserAddRequest.Builder user(String name) {
        return AuthUserAddRequest.newBuilder().setName(name).setHashedPassword("aGFzaA==");
    }

    private static AuthUserGrantRoleRequest.Builder grant(String user, String role) {
        return AuthUserGrantRoleRequest.newBuilder().setUser(user).setRole(role);
    }

    private static AuthRoleGrantPermissionRequest.Builder permission(Permission.Type type, String key, String end) {
        return AuthRoleGrantPermissionRequest.newBuilder()
                .setName("r")
                .setPerm(Permission.newBuilder()
                        .setPermType(type)
                        .setKey(bytes(key))
                        .setRangeEnd(bytes(end)));
    }

    private static RangeRequest.Builder range(String key, String end) {
        return RangeRequest.newBuilder().setKey(bytes(key)).setRangeEnd(bytes(end));
    }

    private static DeleteRangeRequest.Builder delete(String key, String end) {
        return DeleteRangeRequest.newBuilder().setKey(bytes(key)).setRangeEnd(bytes(end));
    }

    private static TxnRequest.Builder then(RequestOp.Builder op) {
        return TxnRequest.newBuilder().addSuccess(op);
    }

    private static TxnRequest.Builder otherwise(RequestOp.Builder op) {
        return TxnRequest.newBuilder().addFailure(op);
    }

    private static RequestOp.Builder op() {
        return RequestOp.newBuilder();
    }

    private static TxnRequest.Builder nested(TxnRequest.Builder inner) {
        return then(op().setRequestTxn(inner));
    }

    private AuthState state() {
        return log.features.auth().state();
    }

    private Object as(String user, long authRevision, InternalRaftRequest.Builder request) {
        request.getHeaderBuilder().setUsername(user).setAuthRevision(authRevision);
        return log.one(request);
    }

    private Object as(String user, InternalRaftRequest.Builder request) {
        return as(user, state().revision(), request);
    }

    private void granted(InternalRaftRequest.Builder request) {
        assertThat(log.one(request)).isNotInstanceOf(EtcdException.class);
    }

    private static void assertRefused(Object answer, EtcdError error) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        EtcdException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error));
    }

    private record Case(String what, boolean permitted, InternalRaftRequest.Builder request) {
        @Override
        public String toString() {
            return (permitted ? "may " : "may not ") + what;
        }
    }

    private static Case may(String what, InternalRaftRequest.Builder request) {
        return new Case(what, true, request);
    }

    private static Case mayNot(String what, InternalRaftRequest.Builder request) {
        return new Case(what, false, request);
    }

    private static Case txn(String what, boolean permitted, TxnRequest.Builder txn) {
        return new Case(what, permitted, request().setTxn(txn));
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>(List.of(
                may("read a key", request().setRange(range("a", ""))),
                may("read a range", request().setRange(range("a", "c"))),
                mayNot("read a range that ends behind hers", request().setRange(range("a", "ca"))),
                mayNot("read everything after a key she may read", request().setRange(range("a", "\0"))),
                mayNot("read what she may only write", request().setRange(range("c", ""))),
                may("put", request().setPut(put("c", "new", 0))),
                mayNot("put what she may only read", request().setPut(put("a", "new", 0))),
                may(
                        "put and see the old value",
                        request().setPut(put("b", "new", 0).setPrevKv(true))),
                mayNot(
                        "see the old value of what she may only write",
                        request().setPut(put("c", "new", 0).setPrevKv(true))),
                may("attach a key to her lease", request().setPut(put("c", "new", OWN_LEASE))),
                mayNot(
                        "attach a key to a lease with keys of others",
                        request().setPut(put("c", "new", LEASE_OF_OTHERS))),
                may("delete", request().setDeleteRange(delete("b", "d"))),
                mayNot("delete more than she may write", request().setDeleteRange(delete("b", "da"))),
                mayNot("delete everything after a key", request().setDeleteRange(delete("b", "\0"))),
                mayNot(
                        "see deleted values that she may not read",
                        request().setDeleteRange(delete("b", "d").setPrevKv(true))),
                may(
                        "see deleted values that she may read",
                        request().setDeleteRange(delete("b", "c").setPrevKv(true))),
                may(
                        "revoke her lease",
                        request().setLeaseRevoke(LeaseRevokeRequest.newBuilder().setID(OWN_LEASE))),
                mayNot(
                        "revoke a lease with keys of others",
                        request().setLeaseRevoke(LeaseRevokeRequest.newBuilder().setID(LEASE_OF_OTHERS)))));
        for (boolean deep : List.of(false, true)) {
            cases.addAll(txns(deep));
        }
        return cases;
    }

    private static List<Case> txns(boolean deep) {
        String where = deep ? " in a nested transaction" : " in a transaction";
        return txns().stream()
                .map(each -> txn(
                        each.what() + where,
                        each.permitted(),
                        deep ? nested(each.request().getTxn().toBuilder()) : each.request().getTxn().toBuilder()))
                .toList();
    }

    private static List<Case> txns() {
        PutRequest.Builder forbidden = put("a", "new", 0);
        return List.of(
                txn(
                        "compare",
                        true,
                        TxnRequest.newBuilder().addCompare(Compare.newBuilder().setKey(bytes("a")))),
                txn(
                        "compare what she may not read",
                        false,
                        TxnRequest.newBuilder().addCompare(Compare.newBuilder().setKey(bytes("c")))),
                txn(
                        "compare a range that she may not read",
                        false,
                        TxnRequest.newBuilder()
                                .addCompare(
                                        Compare.newBuilder().setKey(bytes("a")).setRangeEnd(bytes("\0")))),
                txn("put", true, then(op().setRequestPut(put("b", "new", 0)))),
                txn("put what she may not write", false, then(op().setRequestPut(forbidden))),
                txn("put what she may not write in the other branch", false, otherwise(op().setRequestPut(forbidden))),
                txn(
                        "see an old value that she may not read",
                        false,
                        then(op().setRequestPut(put("c", "new", 0).setPrevKv(true)))),
                txn(
                        "attach to a lease with keys of others",
                        false,
                        then(op().setRequestPut(put("c", "new", LEASE_OF_OTHERS)))),
                txn("read", true, then(op().setRequestRange(range("a", "c")))),
                txn("read what she may not read", false, then(op().setRequestRange(range("a", "\0")))),
                txn("delete", true, then(op().setRequestDeleteRange(delete("b", "d")))),
                txn("delete what she may not write", false, then(op().setRequestDeleteRange(delete("a", "d")))),
                txn(
                        "see deleted values that she may not read",
                        false,
                        then(op().setRequestDeleteRange(delete("b", "d").setPrevKv(true)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void maryDoesWhatHerRolePermits(Case each) {
        Map<String, String> before = log.contents();
        long revision = log.revision();

        Object answer = as("mary", each.request());

        if (each.permitted()) {
            assertThat(answer).isNotInstanceOf(EtcdException.class);
        } else {
            assertRefused(answer, EtcdError.PERMISSION_DENIED);
            assertThat(log.contents()).isEqualTo(before);
            assertThat(log.revision()).isEqualTo(revision);
        }
    }

    @ParameterizedTest(name = "root, whatever mary {0}")
    @MethodSource("cases")
    void rootDoesEverything(Case each) {
        assertThat(as("root", each.request())).isNotInstanceOf(EtcdException.class);
    }

    @ParameterizedTest(name = "nobody, whatever mary {0}")
    @MethodSource("cases")
    void whoDoesNotSayWhoHeIsDoesNothing(Case each) {
        assertRefused(as("", 0, each.request()), EtcdError.USER_EMPTY);
    }

    @ParameterizedTest(name = "of an older revision, whatever mary {0}")
    @MethodSource("cases")
    void whatWasFoundOutBeforeAChangeIsAskedAgain(Case each) {
        assertRefused(as("mary", state().revision() - 1, each.request()), EtcdError.AUTH_OLD_REVISION);
    }

    @ParameterizedTest(name = "a stranger, whatever mary {0}")
    @MethodSource("cases")
    void aUserWhoIsGoneDoesNothing(Case each) {
        assertRefused(as("stranger", each.request()), EtcdError.PERMISSION_DENIED);
    }

    @ParameterizedTest(name = "switched off, whatever mary {0}")
    @MethodSource("cases")
    void withoutAuthenticationNobodyIsAsked(Case each) {
        as("root", request().setAuthDisable(AuthDisableRequest.getDefaultInstance()));

        assertThat(as("", 0, each.request())).isNotInstanceOf(EtcdException.class);
    }

    static List<InternalRaftRequest.Builder> forRoot() {
        return List.of(
                request().setAuthUserAdd(user("x")),
                request().setAuthUserDelete(AuthUserDeleteRequest.newBuilder().setName("mary")),
                request()
                        .setAuthUserChangePassword(
                                AuthUserChangePasswordRequest.newBuilder().setName("mary")),
                request().setAuthUserGrantRole(grant("mary", "root")),
                request()
                        .setAuthUserRevokeRole(AuthUserRevokeRoleRequest.newBuilder()
                                .setName("mary")
                                .setRole("r")),
                request().setAuthUserList(AuthUserListRequest.getDefaultInstance()),
                request().setAuthRoleAdd(AuthRoleAddRequest.newBuilder().setName("x")),
                request().setAuthRoleDelete(AuthRoleDeleteRequest.newBuilder().setRole("r")),
                request().setAuthRoleList(AuthRoleListRequest.getDefaultInstance()),
                request().setAuthRoleGrantPermission(permission(Permission.Type.READ, "x", "")),
                request()
                        .setAuthRoleRevokePermission(AuthRoleRevokePermissionRequest.newBuilder()
                                .setRole("r")
                                .setKey(bytes("a"))
                                .setRangeEnd(bytes("c"))),
                request().setAuthEnable(AuthEnableRequest.getDefaultInstance()),
                request().setAuthDisable(AuthDisableRequest.getDefaultInstance()));
    }

    @ParameterizedTest
    @MethodSource("forRoot")
    void usersAndRolesAreRootsAlone(InternalRaftRequest.Builder request) {
        AuthState before = state();

        assertRefused(as("mary", request.clone()), EtcdError.PERMISSION_DENIED);
        assertRefused(as("", 0, request.clone()), EtcdError.USER_EMPTY);
        assertRefused(as("stranger", request.clone()), EtcdError.USER_NOT_FOUND);
        assertThat(state()).isSameAs(before);
        assertThat(as("root", request.clone())).isNotInstanceOf(EtcdException.class);
    }

    @Test
    void everybodyMayLookAtHimselfAndAtHisRoles() {
        var self = AuthUserGetRequest.newBuilder().setName("mary");
        var other = AuthUserGetRequest.newBuilder().setName("root");
        var role = AuthRoleGetRequest.newBuilder().setRole("r");
        as("root", request().setAuthRoleAdd(AuthRoleAddRequest.newBuilder().setName("s")));

        assertThat(as("mary", request().setAuthUserGet(self))).isNotInstanceOf(EtcdException.class);
        assertThat(as("mary", request().setAuthRoleGet(role))).isNotInstanceOf(EtcdException.class);
        assertRefused(as("mary", request().setAuthUserGet(other)), EtcdError.PERMISSION_DENIED);
        assertRefused(
                as(
                        "mary",
                        request().setAuthRoleGet(AuthRoleGetRequest.newBuilder().setRole("s"))),
                EtcdError.PERMISSION_DENIED);
        assertRefused(as("", 0, request().setAuthUserGet(self)), EtcdError.USER_EMPTY);
        assertRefused(as("", 0, request().setAuthRoleGet(role)), EtcdError.USER_EMPTY);
    }

    @Test
    void roleRootIsSaidToPermitEverything() {
        as("root", request().setAuthRoleAdd(AuthRoleAddRequest.newBuilder().setName("root")));

        var answer = (AuthRoleGetResponse) as(
                "root", request().setAuthRoleGet(AuthRoleGetRequest.newBuilder().setRole("root")));

        assertThat(answer.getPermList())
                .containsExactly(Permission.newBuilder()
                        .setPermType(Permission.Type.READWRITE)
                        .setRangeEnd(bytes("\0"))
                        .build());
    }

    @Test
    void aRoleThatIsTakenAwayPermitsNothingFromThenOn() {
        as(
                "root",
                request()
                        .setAuthUserRevokeRole(AuthUserRevokeRoleRequest.newBuilder()
                                .setName("mary")
                                .setRole("r")));

        assertRefused(as("mary", request().setRange(range("a", ""))), EtcdError.PERMISSION_DENIED);
    }

    @Test
    void aLoginIsATokenOfTheEntryBeforeIt() {
        var login = InternalAuthenticateRequest.newBuilder().setName("mary").setSimpleToken("abcdefghijklmnop");

        AuthenticateResponse answer = (AuthenticateResponse) log.one(request().setAuthenticate(login));

        long before = log.features.applied().position().index() - 1;
        assertThat(answer.getToken()).isEqualTo("abcdefghijklmnop." + before);
    }

    @Test
    void nobodyLogsInWithoutAPasswordOrWhileItIsSwitchedOff() {
        as(
                "root",
                request()
                        .setAuthUserAdd(AuthUserAddRequest.newBuilder()
                                .setName("cert")
                                .setOptions(dev.cairn.node.wire.authpb.UserAddOptions.newBuilder()
                                        .setNoPassword(true))));
        var unknown = InternalAuthenticateRequest.newBuilder().setName("x");
        var cert = InternalAuthenticateRequest.newBuilder().setName("cert");

        assertRefused(log.one(request().setAuthenticate(unknown)), EtcdError.AUTH_FAILED);
        assertRefused(log.one(request().setAuthenticate(cert)), EtcdError.AUTH_FAILED);
        as("root", request().setAuthDisable(AuthDisableRequest.getDefaultInstance()));
        assertRefused(
                log.one(request()
                        .setAuthenticate(
                                InternalAuthenticateRequest.newBuilder().setName("mary"))),
                EtcdError.AUTH_NOT_ENABLED);
    }

    /** What only members before 3.5 wrote would have to be hashed here, with another result on every member. */
    @Test
    void aPasswordInTheLogIsRefused() {
        var plain = AuthUserAddRequest.newBuilder().setName("x").setPassword("secret");

        assertRefused(as("root", request().setAuthUserAdd(plain)), EtcdError.NO_PASSWORD_USER);
    }

    @Test
    void aPermissionMustBeGiven() {
        var none = AuthRoleGrantPermissionRequest.newBuilder().setName("r");

        assertRefused(as("root", request().setAuthRoleGrantPermission(none)), EtcdError.PERMISSION_NOT_GIVEN);
    }
}
