// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AlarmStoreTest {
    private final MemoryBackend backend = new MemoryBackend();
    private final AlarmStore alarms = new AlarmStore();

    @Test
    void recordIsTheEncodedAlarmWithAnEmptyValue() {
        inBatch(tx -> alarms.activate(tx, 7, AlarmType.NOSPACE));
        assertThat(backend.get(Bucket.ALARM, HexFormat.of().parseHex("08071001")))
                .isEmpty();
    }

    @Test
    void alarmsAreListedByUnsignedMemberAndType() {
        inBatch(tx -> {
            alarms.activate(tx, -1, AlarmType.NOSPACE);
            alarms.activate(tx, 7, AlarmType.CORRUPT);
            alarms.activate(tx, 7, AlarmType.NOSPACE);
        });
        assertThat(alarms.get(AlarmType.NONE))
                .containsExactly(
                        alarm(7, AlarmType.NOSPACE), alarm(7, AlarmType.CORRUPT), alarm(-1, AlarmType.NOSPACE));
        assertThat(alarms.get(AlarmType.CORRUPT)).containsExactly(alarm(7, AlarmType.CORRUPT));
    }

    @Test
    void alarmsSurviveARestart() {
        inBatch(tx -> {
            alarms.activate(tx, -1, AlarmType.NOSPACE);
            alarms.activate(tx, 7, AlarmType.CORRUPT);
        });
        AlarmStore again = new AlarmStore();
        again.load(backend.read());
        assertThat(again.all()).isEqualTo(alarms.all()).hasSize(2);
        assertThat(again.isActive(AlarmType.CORRUPT)).isTrue();
    }

    @Test
    void raisingAnAlarmTwiceAnswersItTwiceAndKeepsItOnce() {
        inBatch(tx -> {
            assertThat(alarms.activate(tx, 7, AlarmType.NOSPACE)).contains(alarm(7, AlarmType.NOSPACE));
            assertThat(alarms.activate(tx, 7, AlarmType.NOSPACE)).contains(alarm(7, AlarmType.NOSPACE));
        });
        assertThat(alarms.all()).hasSize(1);
    }

    @Test
    void endedAlarmIsGoneFromTheStoreToo() {
        inBatch(tx -> alarms.activate(tx, 7, AlarmType.NOSPACE));
        inBatch(tx -> {
            assertThat(alarms.deactivate(tx, 8, AlarmType.NOSPACE)).isEmpty();
            assertThat(alarms.deactivate(tx, 7, AlarmType.CORRUPT)).isEmpty();
            assertThat(alarms.deactivate(tx, 7, AlarmType.NOSPACE)).contains(alarm(7, AlarmType.NOSPACE));
            assertThat(alarms.deactivate(tx, 7, AlarmType.NOSPACE)).isEmpty();
        });
        assertThat(alarms.isActive(AlarmType.NOSPACE)).isFalse();
        AlarmStore again = new AlarmStore();
        again.load(backend.read());
        assertThat(again.all()).isEmpty();
    }

    @Test
    void noneIsNoAlarm() {
        inBatch(tx -> {
            assertThat(alarms.activate(tx, 7, AlarmType.NONE)).isEmpty();
            assertThat(alarms.deactivate(tx, 7, AlarmType.NONE)).isEmpty();
        });
        assertThat(alarms.all()).isEmpty();
    }

    private static AlarmMember alarm(long memberId, AlarmType type) {
        return AlarmMember.newBuilder().setMemberID(memberId).setAlarm(type).build();
    }

    private void inBatch(Consumer<WriteTx> work) {
        try (WriteTx tx = backend.begin()) {
            work.accept(tx);
            tx.commit();
        }
    }
}
