// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request whose answer this member has no memory for is carried out all the same, as on the other members. */
class LargeAnswersTest {
    private static final ByteString KEY = ByteString.copyFromUtf8("k");

    private final AppliedLog log = new AppliedLog();

    @BeforeEach
    void fill() {
        log.put("k", "x".repeat(1000));
        log.roomBytes = 500;
    }

    @Test
    void aDeletionHappensWithoutWhatItDeleted() {
        assertTooLarge(log.one(InternalRaftRequest.newBuilder()
                .setDeleteRange(DeleteRangeRequest.newBuilder().setKey(KEY).setPrevKv(true))));
        assertThat(log.delete("k", "").getDeleted()).isZero();
    }

    @Test
    void aPutHappensWithoutWhatItReplaced() {
        assertTooLarge(log.one(InternalRaftRequest.newBuilder()
                .setPut(PutRequest.newBuilder().setKey(KEY).setPrevKv(true))));
        assertThat(log.features.mvcc().currentRevision()).isEqualTo(3);
    }

    @Test
    void aTransactionHappensWithoutWhatItRead() {
        TxnRequest txn = TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(KEY)))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestPut(PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("other"))))
                .build();
        assertTooLarge(log.one(InternalRaftRequest.newBuilder().setTxn(txn)));
        assertThat(log.delete("other", "").getDeleted()).isEqualTo(1);
    }

    private static void assertTooLarge(Object answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        EtcdException.class, e -> assertThat(e.error()).isEqualTo(EtcdError.RESPONSE_TOO_LARGE));
    }
}
