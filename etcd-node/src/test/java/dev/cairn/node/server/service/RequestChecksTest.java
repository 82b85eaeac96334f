// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import static dev.cairn.node.server.service.Ops.bytes;
import static dev.cairn.node.server.service.Ops.delete;
import static dev.cairn.node.server.service.Ops.get;
import static dev.cairn.node.server.service.Ops.put;
import static dev.cairn.node.server.service.Ops.txn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.Compare;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RequestChecksTest {
    private static final int MAX_OPS = 4;

    private static void refused(ThrowingCallable check, EtcdError why) {
        assertThatThrownBy(check).hasMessage(why.text());
    }

    private static TxnRequest.Builder transaction(List<RequestOp> then, List<RequestOp> otherwise) {
        return TxnRequest.newBuilder().addAllSuccess(then).addAllFailure(otherwise);
    }

    private static void check(TxnRequest.Builder txn) {
        RequestChecks.txn(txn.build(), MAX_OPS);
    }

    @Test
    void everyRequestNeedsAKey() {
        refused(() -> RequestChecks.range(RangeRequest.getDefaultInstance()), EtcdError.EMPTY_KEY);
        refused(() -> RequestChecks.put(PutRequest.getDefaultInstance()), EtcdError.EMPTY_KEY);
        refused(() -> RequestChecks.deleteRange(DeleteRangeRequest.getDefaultInstance()), EtcdError.EMPTY_KEY);
        refused(() -> check(transaction(List.of(put("")), List.of())), EtcdError.EMPTY_KEY);
        refused(() -> check(transaction(List.of(), List.of(get("")))), EtcdError.EMPTY_KEY);
        refused(() -> check(TxnRequest.newBuilder().addCompare(Compare.getDefaultInstance())), EtcdError.EMPTY_KEY);
        refused(
                () -> check(transaction(List.of(txn(List.of(), List.of(delete("", "")))), List.of())),
                EtcdError.EMPTY_KEY);
    }

    @Test
    void aSortOptionThatDoesNotExistIsRefused() {
        RangeRequest.Builder range = RangeRequest.newBuilder().setKey(bytes("a"));
        refused(() -> RequestChecks.range(range.clone().setSortOrderValue(9).build()), EtcdError.INVALID_SORT_OPTION);
        refused(() -> RequestChecks.range(range.clone().setSortTargetValue(-1).build()), EtcdError.INVALID_SORT_OPTION);
        assertThatCode(() -> RequestChecks.range(
                        range.setSortOrderValue(2).setSortTargetValue(4).build()))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsKeptMayNotBeGivenToo() {
        PutRequest.Builder put = PutRequest.newBuilder().setKey(bytes("a"));
        refused(
                () -> RequestChecks.put(
                        put.clone().setIgnoreValue(true).setValue(bytes("v")).build()),
                EtcdError.VALUE_PROVIDED);
        refused(
                () -> RequestChecks.put(
                        put.clone().setIgnoreLease(true).setLease(7).build()),
                EtcdError.LEASE_PROVIDED);
        assertThatCode(() ->
                        RequestChecks.put(put.setIgnoreValue(true).setLease(7).build()))
                .doesNotThrowAnyException();
    }

    @Test
    void anOperationThatIsNoneIsRefused() {
        refused(() -> check(transaction(List.of(RequestOp.getDefaultInstance()), List.of())), EtcdError.KEY_NOT_FOUND);
    }

    @Test
    void comparisonsAndEachBranchAreCountedByTheirLongest() {
        List<RequestOp> atTheBound = Collections.nCopies(MAX_OPS, get("a"));
        List<RequestOp> above = Collections.nCopies(MAX_OPS + 1, get("a"));
        Compare compare = Compare.newBuilder().setKey(bytes("a")).build();
        assertThatCode(() ->
                        check(transaction(atTheBound, atTheBound).addAllCompare(Collections.nCopies(MAX_OPS, compare))))
                .doesNotThrowAnyException();
        refused(() -> check(transaction(above, List.of())), EtcdError.TOO_MANY_OPS);
        refused(() -> check(transaction(List.of(), above)), EtcdError.TOO_MANY_OPS);
        refused(
                () -> check(TxnRequest.newBuilder().addAllCompare(Collections.nCopies(MAX_OPS + 1, compare))),
                EtcdError.TOO_MANY_OPS);
    }

    @Test
    void aNestedTransactionHasWhatItsParentLeft() {
        RequestOp three = txn(List.of(get("a"), get("b"), get("c")), List.of());
        RequestOp four = txn(List.of(get("a"), get("b"), get("c"), get("d")), List.of());
        assertThatCode(() -> check(transaction(List.of(three), List.of()))).doesNotThrowAnyException();
        refused(() -> check(transaction(List.of(four), List.of())), EtcdError.TOO_MANY_OPS);
        refused(() -> check(transaction(List.of(three), List.of(get("x"), get("y")))), EtcdError.TOO_MANY_OPS);
    }

    @Test
    void formIsCheckedBeforeOverlaps() {
        refused(() -> check(transaction(List.of(put("a"), put("a"), put("")), List.of())), EtcdError.EMPTY_KEY);
        refused(() -> check(transaction(List.of(put("a"), put("a")), List.of())), EtcdError.DUPLICATE_KEY);
        refused(() -> check(transaction(List.of(), List.of(put("a"), put("a")))), EtcdError.DUPLICATE_KEY);
    }

    @Test
    void onlyRangesInBothBranchesReadOnly() {
        assertThat(RequestChecks.readsOnly(
                        transaction(List.of(get("a")), List.of(get("b"))).build()))
                .isTrue();
        assertThat(RequestChecks.readsOnly(
                        transaction(List.of(get("a")), List.of(put("b"))).build()))
                .isFalse();
        assertThat(RequestChecks.readsOnly(transaction(List.of(txn(List.of(get("a")), List.of())), List.of())
                        .build()))
                .as("as with etcd, a nested transaction goes through the log")
                .isFalse();
        assertThat(RequestChecks.readsOnly(TxnRequest.getDefaultInstance())).isTrue();
    }

    @Test
    void aTransactionIsSerializableWhereAllItsRangesAre() {
        RequestOp serializable = RequestOp.newBuilder()
                .setRequestRange(RangeRequest.newBuilder().setKey(bytes("a")).setSerializable(true))
                .build();
        assertThat(RequestChecks.serializable(transaction(List.of(serializable), List.of(serializable))
                        .build()))
                .isTrue();
        assertThat(RequestChecks.serializable(
                        transaction(List.of(serializable), List.of(get("a"))).build()))
                .isFalse();
    }
}
