// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wire.authpb.UserAddOptions;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestPermissionsTest {
    private final AuthStore store = new AuthStore();

    RequestPermissionsTest() {
        try (WriteTx tx = new MemoryBackend().begin()) {
            for (String user : List.of("root", "mary")) {
                store.addUser(tx, user, UserAddOptions.getDefaultInstance(), "");
            }
            store.grantRole(tx, "root", "root");
            store.addRole(tx, "r");
            store.grantPermission(
                    tx,
                    "r",
                    dev.cairn.node.wire.authpb.Permission.newBuilder()
                            .setPermType(dev.cairn.node.wire.authpb.Permission.Type.WRITE)
                            .setKey(ByteString.copyFromUtf8("k"))
                            .build());
            store.grantRole(tx, "mary", "r");
            store.enable(tx);
        }
    }

    private static TxnRequest puts(int depth) {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        for (int i = 0; i < 60; i++) {
            txn.addSuccess(RequestOp.newBuilder()
                    .setRequestPut(PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("k"))
                            .setLease(7)));
        }
        if (depth > 0) {
            txn.addFailure(RequestOp.newBuilder().setRequestTxn(puts(depth - 1)));
        }
        return txn.build();
    }

    /** Its keys may be many: a transaction must not cost more than it is long. */
    @Test
    void aLeaseIsLookedThroughOnceHoweverManyPutsNameIt() {
        AtomicInteger looks = new AtomicInteger();
        LeaseKeys leases = id -> {
            looks.incrementAndGet();
            return List.of(new byte[] {'k'});
        };
        AuthInfo mary = new AuthInfo("mary", store.state().revision());

        new RequestPermissions(store.state(), mary, leases).txn(puts(20));

        assertThat(looks).hasValue(1);
    }

    @Test
    void permissionsAreMergedOncePerRevision() {
        AuthState before = store.state();
        AuthInfo mary = new AuthInfo("mary", before.revision());
        before.requireWrite(mary, ByteString.copyFromUtf8("k"), ByteString.EMPTY);

        try (WriteTx tx = new MemoryBackend().begin()) {
            store.revokeRole(tx, "mary", "r");
        }

        assertThat(store.state()).isNotSameAs(before);
        assertThat(new RequestPermissions(store.state(), new AuthInfo("mary", before.revision() + 1), id -> List.of()))
                .satisfies(may -> org.assertj.core.api.Assertions.assertThatThrownBy(() -> may.txn(puts(0)))
                        .hasMessage("etcdserver: permission denied"));
    }
}
