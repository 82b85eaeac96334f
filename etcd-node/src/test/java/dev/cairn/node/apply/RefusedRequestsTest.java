// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import static dev.cairn.node.apply.AppliedLog.bytes;
import static dev.cairn.node.apply.AppliedLog.parse;
import static dev.cairn.node.apply.AppliedLog.put;
import static dev.cairn.node.apply.AppliedLog.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AlarmResponse;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.PutResponse;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A refused request is an answer: the store stays as it was, and the batch around it goes on. */
class RefusedRequestsTest {
    private final AppliedLog log = new AppliedLog();

    @Test
    void aRefusedPutLeavesNoTraceAndItsNeighboursInTheBatchAreApplied() {
        List<Object> answers = log.apply(
                request().setPut(put("a", "1", 0)),
                request().setPut(put("b", "1", 77)),
                request().setPut(put("c", "1", 0)));

        assertThat(parse(answers.get(0), PutResponse.parser()).getHeader().getRevision())
                .isEqualTo(2);
        assertRefused(answers.get(1), EtcdError.LEASE_NOT_FOUND);
        assertThat(parse(answers.get(2), PutResponse.parser()).getHeader().getRevision())
                .isEqualTo(3);
        assertThat(log.contents()).containsOnlyKeys("a", "c");
    }

    @Test
    void keepingTheValueOrLeaseOfAMissingKeyIsRefused() {
        assertRefused(log.one(request().setPut(put("a", "", 0).setIgnoreValue(true))), EtcdError.KEY_NOT_FOUND);
        assertRefused(log.one(request().setPut(put("a", "1", 0).setIgnoreLease(true))), EtcdError.KEY_NOT_FOUND);
        assertThat(log.revision()).isEqualTo(1);
    }

    @Test
    void aTransactionIsRefusedAsAWholeForItsLastOperation() {
        TxnRequest.Builder txn = TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder().setRequestPut(put("a", "1", 0)))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestTxn(TxnRequest.newBuilder()
                                .addSuccess(RequestOp.newBuilder().setRequestPut(put("b", "1", 77)))));
        assertRefused(log.one(request().setTxn(txn)), EtcdError.LEASE_NOT_FOUND);
        assertThat(log.contents()).isEmpty();
        assertThat(log.revision()).isEqualTo(1);
    }

    @Test
    void aTransactionMayNotReadTheFutureNorWhatWasCompacted() {
        log.put("a", "1");
        log.put("a", "2");
        log.one(request().setCompaction(CompactionRequest.newBuilder().setRevision(3)));

        assertRefused(log.one(request().setTxn(putAndRead(4))), EtcdError.FUTURE_REV);
        assertRefused(log.one(request().setTxn(putAndRead(2))), EtcdError.COMPACTED);
        assertRefused(log.one(request().setTxn(putAndRead(-1))), EtcdError.COMPACTED);
        assertThat(log.contents()).containsOnlyKeys("a");
        assertThat(log.txn(putAndRead(3)).getSucceeded()).isTrue();
    }

    private static TxnRequest.Builder putAndRead(long revision) {
        return TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder().setRequestPut(put("b", "1", 0)))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestRange(
                                RangeRequest.newBuilder().setKey(bytes("a")).setRevision(revision)));
    }

    @Test
    void aKeyDeletedByAnOpenEndedDeleteIsPutAnewWithNothingToKeep() {
        log.put("a", "1");
        TxnRequest.Builder txn = TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder()
                        .setRequestDeleteRange(DeleteRangeRequest.newBuilder()
                                .setKey(bytes("a"))
                                .setRangeEnd(bytes("\0"))))
                .addSuccess(RequestOp.newBuilder().setRequestPut(put("a", "", 0).setIgnoreValue(true)));
        assertThat(log.txn(txn).getSucceeded()).isTrue();
        assertThat(log.contents()).containsEntry("a", "");
    }

    @Test
    void compactionsOfThePastAndTheFutureAreRefused() {
        log.put("a", "1");
        assertRefused(log.one(compaction(9)), EtcdError.FUTURE_REV);
        log.one(compaction(2));
        assertRefused(log.one(compaction(2)), EtcdError.COMPACTED);
        assertRefused(log.one(compaction(-5)), EtcdError.COMPACTED);
    }

    private static InternalRaftRequest.Builder compaction(long revision) {
        return request().setCompaction(CompactionRequest.newBuilder().setRevision(revision));
    }

    @Test
    void leasesThatExistAreNotGrantedAndThoseThatDoNotAreNotRevoked() {
        InternalRaftRequest.Builder grant =
                request().setLeaseGrant(LeaseGrantRequest.newBuilder().setID(5).setTTL(60));
        log.one(grant);
        assertRefused(log.one(grant), EtcdError.LEASE_EXIST);
        assertRefused(
                log.one(request().setLeaseRevoke(LeaseRevokeRequest.newBuilder().setID(6))), EtcdError.LEASE_NOT_FOUND);
    }

    @Test
    void revokingALeaseDeletesItsKeysAtOneRevision() {
        log.one(request().setLeaseGrant(LeaseGrantRequest.newBuilder().setID(5).setTTL(60)));
        log.apply(request().setPut(put("b", "1", 5)), request().setPut(put("a", "1", 5)));
        log.one(request().setLeaseRevoke(LeaseRevokeRequest.newBuilder().setID(5)));
        assertThat(log.contents()).isEmpty();
        assertThat(log.revision()).isEqualTo(4);
    }

    @Test
    void anAlarmRequestOfUnknownActionOrKindDoesNothing() {
        for (int action = 0; action < 4; action++) {
            Object answer = log.one(request()
                    .setAlarm(AlarmRequest.newBuilder().setActionValue(action).setAlarmValue(9)));
            assertThat(((AlarmResponse) answer).getAlarmsList()).isEmpty();
        }
        assertThat(log.features.alarms().all()).isEmpty();
    }

    @Test
    void withoutSpaceOnlyWhatTakesSpaceIsRefused() {
        log.put("a", "1");
        raise(AlarmType.NOSPACE);

        assertRefused(log.one(request().setPut(put("b", "1", 0))), EtcdError.NO_SPACE);
        assertRefused(
                log.one(request()
                        .setLeaseGrant(LeaseGrantRequest.newBuilder().setID(5).setTTL(60))),
                EtcdError.NO_SPACE);
        TxnRequest.Builder putsInTheOtherBranch =
                TxnRequest.newBuilder().addFailure(RequestOp.newBuilder().setRequestPut(put("b", "1", 0)));
        assertRefused(log.one(request().setTxn(putsInTheOtherBranch)), EtcdError.NO_SPACE);
        assertThat(log.delete("a", "").getDeleted()).isEqualTo(1);
        log.one(compaction(3));
        assertThat(log.contents()).isEmpty();
    }

    @Test
    void aCorruptMemberRefusesAllKeysUntilTheAlarmIsDisarmed() {
        log.put("a", "1");
        raise(AlarmType.CORRUPT);
        assertRefused(log.one(request().setPut(put("b", "1", 0))), EtcdError.CORRUPT);
        assertRefused(log.one(compaction(2)), EtcdError.CORRUPT);
        assertRefused(
                log.one(request().setDeleteRange(DeleteRangeRequest.newBuilder().setKey(bytes("a")))),
                EtcdError.CORRUPT);
        log.one(request()
                .setAlarm(AlarmRequest.newBuilder()
                        .setAction(AlarmRequest.AlarmAction.DEACTIVATE)
                        .setMemberID(2)
                        .setAlarm(AlarmType.CORRUPT)));
        assertThat(log.put("b", "1").getHeader().getRevision()).isEqualTo(3);
    }

    private void raise(AlarmType type) {
        log.one(request()
                .setAlarm(AlarmRequest.newBuilder()
                        .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                        .setMemberID(2)
                        .setAlarm(type)));
    }

    private static void assertRefused(Object answer, EtcdError error) {
        assertThat(answer).isInstanceOf(EtcdException.class);
        assertThat(((EtcdException) answer).error()).isEqualTo(error);
    }
}
