// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.TextAnswer;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoInteger;
import dev.cairn.node.wire.etcdserverpb.MoveLeaderRequest;
import dev.cairn.node.wire.etcdserverpb.MoveLeaderResponse;
import dev.cairn.node.wire.etcdserverpb.StatusRequest;
import dev.cairn.node.wire.etcdserverpb.StatusResponse;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code move-leader}, asked of the leader. */
@Command(
        name = "move-leader",
        customSynopsis = "move-leader <transferee-member-id>",
        description = "Transfers leadership to another etcd cluster member.")
public final class MoveLeaderCommand extends CtlCommand {
    @Override
    protected int run(List<String> args) {
        check(args.size() == 1, "move-leader command needs 1 argument");
        long target;
        try {
            target = GoInteger.member(args.getFirst());
        } catch (NumberFormatException e) {
            throw badArguments(e.getMessage());
        }
        CtlSession session = session();
        Patience patience = session.patience();
        List<String> endpoints = session.options().endpoints();
        for (String endpoint : endpoints) {
            try (ClusterClient client = session.client(session.options().at(endpoint), "etcd-client")) {
                StatusResponse status = client.ask(Calls.STATUS, StatusRequest.getDefaultInstance(), patience);
                if (status.getHeader().getMemberId() == status.getLeader()) {
                    MoveLeaderResponse response = client.ask(
                            Calls.MOVE_LEADER,
                            MoveLeaderRequest.newBuilder().setTargetID(target).build(),
                            patience);
                    String text = "Leadership transferred from " + Long.toHexString(status.getLeader()) + " to "
                            + Long.toHexString(target);
                    session.display().show(new TextAnswer(text, null, response));
                    return 0;
                }
            }
        }
        throw new CommandFailure(
                CommandFailure.BAD_ARGUMENTS, "no leader endpoint given at [" + String.join(" ", endpoints) + "]");
    }
}
