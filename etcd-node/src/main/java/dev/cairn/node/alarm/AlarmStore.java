// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.alarm;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The active alarms, over etcd's bucket {@code alarm}. Changed by the apply thread inside the batch of the entry that
 * asks for it; the getters may be called from any thread. An alarm ends only when somebody deactivates it.
 */
public final class AlarmStore {
    private static final Comparator<AlarmMember> ORDER = Comparator.comparing(
                    AlarmMember::getMemberID, Long::compareUnsigned)
            .thenComparing(AlarmMember::getAlarmValue);

    private volatile List<AlarmMember> alarms = List.of();

    /** Takes up what the store holds, at start and when a snapshot was installed. */
    public void load(ReadTx tx) {
        List<AlarmMember> found = new ArrayList<>();
        try (Cursor cursor = tx.scan(Bucket.ALARM, new byte[0], null)) {
            while (cursor.next()) {
                found.add(AlarmMember.parseFrom(cursor.key()));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("bucket alarm: a key is no AlarmMember: " + e.getMessage(), e);
        }
        found.sort(ORDER);
        alarms = List.copyOf(found);
    }

    /** All alarms, by member and type. */
    public List<AlarmMember> all() {
        return alarms;
    }

    /** The alarms of one type; NONE asks for all. */
    public List<AlarmMember> get(AlarmType type) {
        return type == AlarmType.NONE
                ? alarms
                : alarms.stream().filter(alarm -> alarm.getAlarm() == type).toList();
    }

    public boolean isActive(AlarmType type) {
        return alarms.stream().anyMatch(alarm -> alarm.getAlarm() == type);
    }

    /** Raises an alarm and answers it, also where it was raised already; NONE raises nothing. */
    public Optional<AlarmMember> activate(WriteTx tx, long memberId, AlarmType type) {
        if (type == AlarmType.NONE || type == AlarmType.UNRECOGNIZED) {
            return Optional.empty();
        }
        AlarmMember alarm = alarm(memberId, type);
        if (!alarms.contains(alarm)) {
            tx.put(Bucket.ALARM, alarm.toByteArray(), new byte[0]);
            List<AlarmMember> changed = new ArrayList<>(alarms);
            changed.add(alarm);
            changed.sort(ORDER);
            alarms = List.copyOf(changed);
        }
        return Optional.of(alarm);
    }

    /** Ends an alarm and answers it; empty where there was none. */
    public Optional<AlarmMember> deactivate(WriteTx tx, long memberId, AlarmType type) {
        if (type == AlarmType.NONE || type == AlarmType.UNRECOGNIZED) {
            return Optional.empty();
        }
        AlarmMember alarm = alarm(memberId, type);
        if (!alarms.contains(alarm)) {
            return Optional.empty();
        }
        tx.delete(Bucket.ALARM, alarm.toByteArray());
        alarms = alarms.stream().filter(other -> !other.equals(alarm)).toList();
        return Optional.of(alarm);
    }

    private static AlarmMember alarm(long memberId, AlarmType type) {
        return AlarmMember.newBuilder().setMemberID(memberId).setAlarm(type).build();
    }
}
