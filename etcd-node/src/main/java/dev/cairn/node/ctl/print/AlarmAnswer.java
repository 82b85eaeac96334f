// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmResponse;
import dev.cairn.node.wire.etcdserverpb.AlarmType;

/** Alarms that are raised, or were lifted. */
public record AlarmAnswer(AlarmResponse message) implements CommandAnswer {
    @Override
    public void simple(SimpleLines out) {
        for (AlarmMember each : message.getAlarmsList()) {
            String member =
                    each.getMemberID() == 0 ? "" : "memberID:" + Long.toUnsignedString(each.getMemberID()) + " ";
            out.line(member + (each.getAlarm() == AlarmType.NONE ? "" : "alarm:" + each.getAlarm()));
        }
    }

    @Override
    public void fields(FieldLines out) {
        out.header(message.getHeader());
        for (AlarmMember each : message.getAlarmsList()) {
            out.id("MemberID", each.getMemberID());
            out.field("AlarmType", each.getAlarm());
            out.line("");
        }
    }
}
