// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.member.EtcdServer;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AlarmResponse;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The quota of the store and the memory of the index: refused, alarmed, and gone on after what etcd's runbook says. */
class SpaceQuotaTest {
    private static final int VALUE_BYTES = 1_000;
    private static final long NO_QUOTA = -1;
    private static final long MUCH = 1L << 30;

    private SimCluster cluster;
    private String answer;

    private void start(long quotaBytes, long indexBytes) {
        SplittableRandom random = new SplittableRandom(1);
        SimSettings settings =
                SimSettings.draw(random, false, 0).withVoters(3).withRoom(new SimSettings.Room(quotaBytes, indexBytes));
        cluster = new SimCluster(random, settings, message -> {}, (kind, place, role) -> {});
        cluster.members().forEach(SimMember::start);
        pass(5_000);
    }

    private void pass(long millis) {
        cluster.clock().runUntil(cluster.clock().nowMillis() + millis);
    }

    private <T> Reply<T> reply() {
        answer = "none";
        return new Reply<>() {
            @Override
            public void done(T result) {
                answer = "done";
            }

            @Override
            public void failed(RuntimeException error) {
                answer = error.getMessage();
            }
        };
    }

    /** The text of the error, "done" where there is none. */
    private String answered() {
        pass(1_500);
        return answer;
    }

    private EtcdServer member(int number) {
        return List.copyOf(cluster.members()).get(number).server();
    }

    private String put(int member, int key) {
        PutRequest put = PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(String.format("key%04d", key)))
                .setValue(ByteString.copyFrom(new byte[VALUE_BYTES]))
                .build();
        member(member).kv().put(Caller.ANONYMOUS, put, reply());
        return answered();
    }

    private int fill(int member) {
        int key = 0;
        while (put(member, key).equals("done")) {
            key++;
        }
        assertThat(answer).isEqualTo(EtcdError.NO_SPACE.text());
        return key;
    }

    private List<AlarmMember> alarms(int member) {
        List<AlarmMember> found = new ArrayList<>();
        member(member).maintenance().alarm(Caller.ANONYMOUS, AlarmRequest.getDefaultInstance(), new Reply<>() {
            @Override
            public void done(AlarmResponse response) {
                found.addAll(response.getAlarmsList());
            }

            @Override
            public void failed(RuntimeException error) {
                throw error;
            }
        });
        pass(1_500);
        return found;
    }

    private void disarm() {
        for (AlarmMember alarm : alarms(0)) {
            AlarmRequest end = AlarmRequest.newBuilder()
                    .setAction(AlarmRequest.AlarmAction.DEACTIVATE)
                    .setMemberID(alarm.getMemberID())
                    .setAlarm(alarm.getAlarm())
                    .build();
            member(0).maintenance().alarm(Caller.ANONYMOUS, end, reply());
            assertThat(answered()).isEqualTo("done");
        }
        assertThat(alarms(0)).isEmpty();
    }

    private String delete(String from, String to) {
        DeleteRangeRequest range = DeleteRangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(from))
                .setRangeEnd(ByteString.copyFromUtf8(to))
                .build();
        member(1).kv().deleteRange(Caller.ANONYMOUS, range, reply());
        return answered();
    }

    private void compact() {
        long revision = member(1).measures().currentRevision();
        if (revision == member(1).measures().compactRevision()) {
            return;
        }
        CompactionRequest compaction =
                CompactionRequest.newBuilder().setRevision(revision).build();
        member(1).kv().compact(Caller.ANONYMOUS, compaction, reply());
        assertThat(answered()).isEqualTo("done");
    }

    private void refusesEverywhereAndGoesOnAfterwards() {
        assertThat(alarms(0)).hasSize(1).allMatch(alarm -> alarm.getAlarm() == AlarmType.NOSPACE);
        for (int member = 0; member < 3; member++) {
            assertThat(put(member, 5_000)).isEqualTo(EtcdError.NO_SPACE.text());
            assertThat(member(member).health().alarms()).hasSize(1);
        }
        LeaseGrantRequest grant = LeaseGrantRequest.newBuilder().setTTL(60).build();
        member(0).leases().grant(Caller.ANONYMOUS, grant, reply());
        assertThat(answered()).isEqualTo(EtcdError.NO_SPACE.text());

        disarm();
        assertThat(put(0, 5_001)).as("disarmed, and as full as before").isEqualTo(EtcdError.NO_SPACE.text());
        assertThat(alarms(0)).hasSize(1);

        for (int decade = 0; decade < 10; decade++) {
            assertThat(delete("key00" + decade + "0", "key00" + decade + "a")).isEqualTo("done");
            compact();
        }
        assertThat(put(2, 5_002)).as("room again, and the alarm still on").isEqualTo(EtcdError.NO_SPACE.text());
        disarm();
        for (int member = 0; member < 3; member++) {
            assertThat(put(member, 6_000 + member)).isEqualTo("done");
        }
    }

    @Test
    void aStoreAtItsQuotaRefusesAndGoesOnAfterDeletingCompactingAndDisarming() {
        start(100_000, MUCH);
        assertThat(fill(0)).isBetween(90, 100);
        refusesEverywhereAndGoesOnAfterwards();
    }

    @Test
    void anIndexThatNoLongerFitsIntoMemoryDoesTheSame() {
        start(NO_QUOTA, 10_000);
        assertThat(fill(1)).isBetween(70, 80);
        refusesEverywhereAndGoesOnAfterwards();
    }

    /** A deleted key takes more memory than a living one until it is compacted. */
    @Test
    void deletionsGoOnAsFarAsThereIsMemoryForThemAndFurtherAfterACompaction() {
        start(NO_QUOTA, 10_000);
        assertThat(fill(1)).isBetween(70, 80);
        assertThat(delete("key0000", "key0099")).isEqualTo(EtcdError.NO_SPACE.text());
        assertThat(delete("key0000", "key0030")).isEqualTo("done");
        assertThat(delete("key0030", "key0060")).isEqualTo(EtcdError.NO_SPACE.text());
        assertThat(delete("key0030", "key0031")).isEqualTo("done");
        compact();
        assertThat(delete("key0031", "key0060")).isEqualTo("done");
    }

    /** The leader and who was asked have memory enough; the third one would end. */
    @Test
    void aMemberWithLessMemoryThanTheOthersRaisesTheAlarmWhileItApplies() {
        start(NO_QUOTA, MUCH);
        SimMember small = List.copyOf(cluster.members()).get(2);
        small.end(End.KILL);
        small.settings = small.settings.withRoom(new SimSettings.Room(NO_QUOTA, 4_000));
        small.start();
        pass(5_000);
        assertThat(fill(0)).isBetween(28, 40);
        assertThat(alarms(0)).extracting(AlarmMember::getMemberID).containsExactly(small.id());
    }
}
