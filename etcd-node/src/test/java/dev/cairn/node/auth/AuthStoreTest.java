// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.authpb.Permission;
import dev.cairn.node.wire.authpb.UserAddOptions;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is stored, byte by byte as etcd stores it, and what is refused. */
class AuthStoreTest {
    private static final String HASH = "aGFzaA==";

    private final MemoryBackend backend = new MemoryBackend();
    private final AuthStore store = new AuthStore();

    private void change(Consumer<WriteTx> change) {
        try (WriteTx tx = backend.begin()) {
            change.accept(tx);
            tx.commit();
        }
    }

    private void refused(EtcdError error, Consumer<WriteTx> change) {
        AuthState before = store.state();
        assertThatThrownBy(() -> change(change)).hasMessage(error.text());
        assertThat(store.state()).isSameAs(before);
    }

    private void addUser(String name, String... roles) {
        change(tx -> store.addUser(tx, name, UserAddOptions.getDefaultInstance(), HASH));
        for (String role : roles) {
            change(tx -> store.grantRole(tx, name, role));
        }
    }

    private static Permission permission(Permission.Type type, String key, String end) {
        return Permission.newBuilder()
                .setPermType(type)
                .setKey(ByteString.copyFromUtf8(key))
                .setRangeEnd(ByteString.copyFromUtf8(end))
                .build();
    }

    private String stored(Bucket bucket, String key) {
        byte[] value = backend.get(bucket, key.getBytes(StandardCharsets.UTF_8));
        return value == null ? null : HexFormat.of().formatHex(value);
    }

    @Test
    void theBucketsHoldWhatEtcdWrites() {
        change(store::keepRevision);
        assertThat(stored(Bucket.AUTH, "authRevision")).isEqualTo("0000000000000001");

        addUser("root", "root");
        change(tx -> store.addRole(tx, "r"));
        change(tx -> store.grantPermission(tx, "r", permission(Permission.Type.READWRITE, "b", "\0")));
        change(tx -> store.grantPermission(tx, "r", permission(Permission.Type.READ, "a", "")));
        change(store::enable);

        assertThat(stored(Bucket.AUTH, "authEnabled")).isEqualTo("01");
        assertThat(stored(Bucket.AUTH, "authRevision")).isEqualTo("0000000000000006");
        assertThat(stored(Bucket.AUTH_USERS, "root"))
                .isEqualTo("0a04726f6f74" + "120468617368" + "1a04726f6f74" + "2200");
        assertThat(stored(Bucket.AUTH_ROLES, "r"))
                .isEqualTo("0a0172" + "1203" + "120161" + "1208" + "0802" + "120162" + "1a0100");

        change(store::disable);
        assertThat(stored(Bucket.AUTH, "authEnabled")).isEqualTo("00");
        assertThat(stored(Bucket.AUTH, "authRevision")).isEqualTo("0000000000000007");
    }

    @Test
    void anotherMemberTakesUpTheSame() {
        addUser("root", "root");
        addUser("mary");
        change(tx -> store.addRole(tx, "r"));
        change(tx -> store.grantPermission(tx, "r", permission(Permission.Type.READ, "a", "b")));
        change(tx -> store.grantRole(tx, "mary", "r"));
        change(store::enable);

        AuthStore other = new AuthStore();
        try (ReadTx tx = backend.read()) {
            other.load(tx);
        }

        assertThat(other.state().enabled()).isTrue();
        assertThat(other.state().revision()).isEqualTo(store.state().revision());
        assertThat(other.state().users()).isEqualTo(store.state().users());
        assertThat(other.state().roles()).isEqualTo(store.state().roles());
    }

    @Test
    void itIsSwitchedOnOnlyWhereSomebodyCanSwitchItOff() {
        refused(EtcdError.ROOT_USER_NOT_EXIST, store::enable);
        addUser("root");
        refused(EtcdError.ROOT_ROLE_NOT_EXIST, store::enable);
        change(tx -> store.grantRole(tx, "root", "root"));

        change(store::enable);
        long revision = store.state().revision();
        change(store::enable);

        assertThat(store.state().enabled()).isTrue();
        assertThat(store.state().revision()).as("switching on does not move it").isEqualTo(revision);
        refused(EtcdError.INVALID_AUTH_MGMT, tx -> store.deleteUser(tx, "root"));
        refused(EtcdError.INVALID_AUTH_MGMT, tx -> store.deleteRole(tx, "root"));
        refused(EtcdError.INVALID_AUTH_MGMT, tx -> store.revokeRole(tx, "root", "root"));
    }

    @Test
    void usersAreRefusedInEtcdsWords() {
        addUser("mary");

        refused(EtcdError.USER_EMPTY, tx -> store.addUser(tx, "", UserAddOptions.getDefaultInstance(), HASH));
        refused(
                EtcdError.USER_ALREADY_EXIST,
                tx -> store.addUser(tx, "mary", UserAddOptions.getDefaultInstance(), HASH));
        refused(EtcdError.NO_PASSWORD_USER, tx -> store.addUser(tx, "x", UserAddOptions.getDefaultInstance(), "?"));
        refused(EtcdError.USER_NOT_FOUND, tx -> store.deleteUser(tx, "x"));
        refused(EtcdError.USER_NOT_FOUND, tx -> store.changePassword(tx, "x", HASH));
        refused(EtcdError.USER_NOT_FOUND, tx -> store.grantRole(tx, "x", "r"));
        refused(EtcdError.ROLE_NOT_FOUND, tx -> store.grantRole(tx, "mary", "r"));
        refused(EtcdError.USER_NOT_FOUND, tx -> store.revokeRole(tx, "x", "r"));
        refused(EtcdError.ROLE_NOT_GRANTED, tx -> store.revokeRole(tx, "mary", "r"));
    }

    @Test
    void rolesAreRefusedInEtcdsWords() {
        change(tx -> store.addRole(tx, "r"));

        refused(EtcdError.ROLE_EMPTY, tx -> store.addRole(tx, ""));
        refused(EtcdError.ROLE_ALREADY_EXIST, tx -> store.addRole(tx, "r"));
        refused(EtcdError.ROLE_NOT_FOUND, tx -> store.deleteRole(tx, "x"));
        refused(
                EtcdError.ROLE_NOT_FOUND,
                tx -> store.grantPermission(tx, "x", permission(Permission.Type.READ, "a", "")));
        refused(
                EtcdError.INVALID_AUTH_MGMT,
                tx -> store.grantPermission(tx, "r", permission(Permission.Type.READ, "", "")));
        refused(
                EtcdError.PERMISSION_NOT_GRANTED,
                tx -> store.revokePermission(tx, "r", ByteString.copyFromUtf8("a"), ByteString.EMPTY));
    }

    @Test
    void aPermissionForTheSameRangeIsReplaced() {
        change(tx -> store.addRole(tx, "r"));
        change(tx -> store.grantPermission(tx, "r", permission(Permission.Type.READ, "a", "c")));
        change(tx -> store.grantPermission(tx, "r", permission(Permission.Type.WRITE, "a", "c")));

        assertThat(store.state().role("r").getKeyPermissionList())
                .containsExactly(permission(Permission.Type.WRITE, "a", "c"));
    }

    @Test
    void whatIsGrantedTwiceChangesNothing() {
        change(tx -> store.addRole(tx, "r"));
        addUser("mary", "r");
        long revision = store.state().revision();

        change(tx -> store.grantRole(tx, "mary", "r"));

        assertThat(store.state().revision()).isEqualTo(revision);
    }

    @Test
    void aRoleThatIsDeletedIsNobodysAnyMore() {
        change(tx -> store.addRole(tx, "r"));
        change(tx -> store.addRole(tx, "s"));
        addUser("mary", "s", "r");
        addUser("john", "s");

        change(tx -> store.deleteRole(tx, "s"));

        assertThat(store.state().user("mary").getRolesList()).containsExactly("r");
        assertThat(store.state().user("john").getRolesList()).isEmpty();
        assertThat(stored(Bucket.AUTH_ROLES, "s")).isNull();
    }

    @Test
    void aUserWithoutAPasswordKeepsNone() {
        change(tx -> store.addUser(
                tx, "cert", UserAddOptions.newBuilder().setNoPassword(true).build(), ""));
        change(tx -> store.changePassword(tx, "cert", HASH));

        assertThat(store.state().user("cert").getPassword()).isEqualTo(ByteString.EMPTY);
    }

    @Test
    void listsAreInTheOrderOfTheBytes() {
        String behindTheOthersInUtf8 = "\uD83D\uDE00";
        addUser(behindTheOthersInUtf8);
        addUser("\uFFFD");
        addUser("a");

        assertThat(store.state().userNames()).containsExactly("a", "\uFFFD", behindTheOthersInUtf8);
    }
}
