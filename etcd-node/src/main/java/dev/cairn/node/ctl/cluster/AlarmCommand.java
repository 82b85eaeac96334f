// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.AlarmAnswer;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlGroup;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AlarmResponse;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code alarm} and what stands behind it. */
@Command(
        name = "alarm",
        description = "Alarm related commands",
        subcommands = {AlarmCommand.DisarmCommand.class, AlarmCommand.AlarmListCommand.class})
public final class AlarmCommand extends CtlGroup {
    private static AlarmRequest list() {
        return AlarmRequest.newBuilder().setAction(AlarmRequest.AlarmAction.GET).build();
    }

    @Command(name = "list", customSynopsis = "list", description = "Lists all alarms")
    static final class AlarmListCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.isEmpty(), "alarm list command accepts no arguments");
            CtlSession session = session();
            Patience patience = session.patience();
            try (ClusterClient client = session.client()) {
                session.display().show(new AlarmAnswer(client.ask(Calls.ALARM, list(), patience)));
            }
            return 0;
        }
    }

    @Command(name = "disarm", customSynopsis = "disarm", description = "Disarms all alarms")
    static final class DisarmCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.isEmpty(), "alarm disarm command accepts no arguments");
            CtlSession session = session();
            Patience patience = session.patience();
            try (ClusterClient client = session.client()) {
                // One after the other, as etcd's client does: the call knows one alarm of one member.
                AlarmResponse.Builder lifted = AlarmResponse.newBuilder();
                for (AlarmMember each :
                        client.ask(Calls.ALARM, list(), patience).getAlarmsList()) {
                    AlarmRequest request = AlarmRequest.newBuilder()
                            .setAction(AlarmRequest.AlarmAction.DEACTIVATE)
                            .setMemberID(each.getMemberID())
                            .setAlarm(each.getAlarm())
                            .build();
                    lifted.addAllAlarms(
                            client.ask(Calls.ALARM, request, patience).getAlarmsList());
                }
                session.display().show(new AlarmAnswer(lifted.build()));
            }
            return 0;
        }
    }
}
