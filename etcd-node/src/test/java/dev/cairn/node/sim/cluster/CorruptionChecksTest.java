// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Monitors;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bit of one member's store is another one: who finds it, who is named, and what the cluster refuses then. */
class CorruptionChecksTest extends AskedCluster {
    private static final Monitors NONE = new Monitors(false, 0, 0, 0);
    private static final Monitors PERIODIC = new Monitors(false, 1_000, 0, 0);
    private static final Monitors OF_COMPACTIONS = new Monitors(false, 0, 1_000, 0);
    private static final Monitors INITIAL = new Monitors(true, 0, 0, 0);

    private void begin(Monitors monitors) {
        start(SimSettings.Habits.NONE.withMonitors(monitors));
        for (int i = 0; i < 20; i++) {
            put("k" + i % 10, "v" + i);
        }
    }

    private static PutRequest putOf(String key, String value) {
        return PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value)).build();
    }

    private void put(String key, String value) {
        ok(asked -> leader().kv().put(Caller.ANONYMOUS, putOf(key, value), asked.reply()));
    }

    private static CompactionRequest compaction(long revision) {
        return CompactionRequest.newBuilder()
                .setRevision(revision)
                .setPhysical(true)
                .build();
    }

    private void compact(long revision) {
        ok(asked -> leader().kv().compact(Caller.ANONYMOUS, compaction(revision), asked.reply()));
    }

    private long revision() {
        return leader().measures().currentRevision();
    }

    private void assertAlarmed(long memberId) {
        pass(4_000);
        cluster.running()
                .forEach(member -> assertThat(member.server().health().alarms())
                        .as("alarms at %s", member)
                        .containsExactly(AlarmMember.newBuilder()
                                .setMemberID(memberId)
                                .setAlarm(AlarmType.CORRUPT)
                                .build()));
    }

    private void assertNoAlarm() {
        pass(4_000);
        cluster.running()
                .forEach(member -> assertThat(member.server().health().alarms())
                        .as("%s", member)
                        .isEmpty());
    }

    @Test
    void thePeriodicCheckNamesTheFollowerThatDiffers() {
        begin(PERIODIC);
        assertNoAlarm();
        SimMember flipped = followers().get(1);
        assertThat(flipped.records().flip("k3")).isTrue();
        assertAlarmed(flipped.id());
    }

    @Test
    void thePeriodicCheckOfALeaderThatDiffersRaisesTheAlarmToo() {
        begin(PERIODIC);
        assertThat(leading().records().flip("k3")).isTrue();
        pass(4_000);
        assertThat(leader().health().alarms())
                .singleElement()
                .extracting(AlarmMember::getAlarm)
                .isEqualTo(AlarmType.CORRUPT);
    }

    @Test
    void theHashesOfACompactionNameWhoeverIsInTheMinorityTheLeaderToo() {
        begin(OF_COMPACTIONS);
        compact(revision() - 5);
        assertNoAlarm();
        SimMember flipped = leading();
        assertThat(flipped.records().flip("k3")).isTrue();
        assertNoAlarm();
        compact(revision() - 1);
        assertAlarmed(flipped.id());
    }

    /** The periodic check blames the first of the others where the leader differs. */
    @Test
    void checksThatAreDueAtTheSameTimeAreBothMade() {
        begin(new Monitors(false, 1_000, 1_000, 0));
        compact(revision() - 5);
        SimMember flipped = leading();
        assertThat(flipped.records().flip("k3")).isTrue();
        compact(revision() - 1);
        pass(5_000);
        assertThat(leader().health().alarms())
                .extracting(AlarmMember::getMemberID)
                .hasSize(2)
                .contains(flipped.id());
    }

    @Test
    void aMemberThatDiffersIsRefusedWhenItComesBack() {
        begin(INITIAL);
        SimMember flipped = followers().getFirst();
        SimMember sound = followers().getLast();
        flipped.records().flip("k3");
        flipped.expectRefusal("found data inconsistency with peers");
        flipped.end(End.KILL);
        flipped.start();
        assertThat(flipped.wasRefused()).isTrue();
        assertThat(flipped.isRunning()).isFalse();
        sound.end(End.KILL);
        sound.start();
        assertThat(sound.isRunning()).as("nobody differs that answers").isTrue();
        assertNoAlarm();
    }

    @Test
    void withoutTheInitialCheckItRuns() {
        begin(NONE);
        SimMember flipped = followers().getFirst();
        flipped.records().flip("k3");
        flipped.end(End.KILL);
        flipped.start();
        assertThat(flipped.isRunning()).isTrue();
        assertNoAlarm();
    }

    @Test
    void theHashAtACompactedRevisionIsTheOneFromBeforeTheCompaction() {
        begin(NONE);
        long first = revision() - 8;
        HashKVResponse before = member(0).peerRequests().hashKv(first);
        compact(first);
        long second = revision() - 2;
        HashKVResponse between = member(0).peerRequests().hashKv(second);
        assertThat(between.getCompactRevision()).isEqualTo(first);
        compact(second);
        put("k3", "later");
        for (int member = 0; member < 3; member++) {
            for (HashKVResponse expected : List.of(before, between)) {
                HashKVResponse hash = member(member).peerRequests().hashKv(expected.getHashRevision());
                assertThat(hash.getHash()).isEqualTo(expected.getHash());
                assertThat(hash.getCompactRevision()).isEqualTo(expected.getCompactRevision());
                assertThat(hash.getHashRevision()).isEqualTo(expected.getHashRevision());
                assertThat(hash.getHeader().getRevision()).isEqualTo(revision());
            }
        }
    }

    @Test
    void membersThatAreDownOrBehindAreNoReasonForAnAlarm() {
        begin(OF_COMPACTIONS);
        SimMember down = followers().getFirst();
        down.end(End.KILL);
        compact(revision() - 5);
        put("k3", "later");
        compact(revision());
        assertNoAlarm();
        down.start();
        assertNoAlarm();
        compact(put20());
        assertNoAlarm();
    }

    private long put20() {
        for (int i = 0; i < 20; i++) {
            put("n" + i % 3, "n" + i);
        }
        return revision();
    }

    @Test
    void whileCorruptWhatIsInTheLogIsRefusedAndReadsGoOn() {
        begin(NONE);
        ok(asked -> leader().leases()
                .grant(
                        Caller.ANONYMOUS,
                        LeaseGrantRequest.newBuilder().setTTL(1_000).setID(7).build(),
                        asked.reply()));
        alarm(AlarmRequest.AlarmAction.ACTIVATE);
        for (int number = 0; number < 3; number++) {
            var kv = member(number).kv();
            var leases = member(number).leases();
            refused(EtcdError.CORRUPT, asked -> kv.put(Caller.ANONYMOUS, putOf("k1", "x"), asked.reply()));
            refused(
                    EtcdError.CORRUPT,
                    asked -> kv.deleteRange(
                            Caller.ANONYMOUS,
                            DeleteRangeRequest.newBuilder().setKey(bytes("k1")).build(),
                            asked.reply()));
            refused(
                    EtcdError.CORRUPT,
                    asked -> kv.txn(
                            Caller.ANONYMOUS,
                            TxnRequest.newBuilder()
                                    .addSuccess(RequestOp.newBuilder().setRequestPut(putOf("k1", "x")))
                                    .build(),
                            asked.reply()));
            refused(EtcdError.CORRUPT, asked -> kv.compact(Caller.ANONYMOUS, compaction(2), asked.reply()));
            refused(
                    EtcdError.CORRUPT,
                    asked -> leases.grant(
                            Caller.ANONYMOUS,
                            LeaseGrantRequest.newBuilder().setTTL(60).build(),
                            asked.reply()));
            refused(
                    EtcdError.CORRUPT,
                    asked -> leases.revoke(
                            Caller.ANONYMOUS,
                            LeaseRevokeRequest.newBuilder().setID(7).build(),
                            asked.reply()));
            ok(asked -> kv.range(
                    Caller.ANONYMOUS,
                    RangeRequest.newBuilder().setKey(bytes("k1")).build(),
                    asked.reply()));
        }
        alarm(AlarmRequest.AlarmAction.DEACTIVATE);
        put("k1", "again");
    }

    private void alarm(AlarmRequest.AlarmAction action) {
        AlarmRequest request = AlarmRequest.newBuilder()
                .setAction(action)
                .setAlarm(AlarmType.CORRUPT)
                .build();
        ok(asked -> leader().maintenance().alarm(Caller.ANONYMOUS, request, asked.reply()));
    }
}
