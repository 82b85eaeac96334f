// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.lease;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.LeaseKeeper;
import dev.cairn.node.ctl.print.GoText;
import dev.cairn.node.ctl.print.LeaseAnswers;
import dev.cairn.node.ctl.print.OutputForm;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lease keep-alive}: once, or until the lease is gone. */
@Command(
        name = "keep-alive",
        customSynopsis = "keep-alive [options] <leaseID>",
        description = "Keeps leases alive (renew)")
final class KeepAliveCommand extends CtlCommand {
    @Option(
            names = "--once",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "renew it once and end")
    private boolean once;

    @Override
    protected int run(List<String> args) {
        check(args.size() == 1, "lease keep-alive command needs lease ID as argument");
        long id = LeaseCommand.id(args.getFirst());
        CtlSession session = session();
        try (ClusterClient client = session.client();
                LeaseKeeper keeper = new LeaseKeeper(client, id)) {
            if (once) {
                LeaseKeepAliveResponse renewed = keeper.renew();
                if (renewed.getTTL() <= 0) {
                    throw new CommandFailure(CommandFailure.BAD_CONNECTION, "etcdserver: requested lease not found");
                }
                session.display().show(new LeaseAnswers.Renewed(renewed));
                return 0;
            }
            keeper.keep(renewed -> session.display().show(new LeaseAnswers.Renewed(renewed)));
        } catch (CallFailure e) {
            throw LeaseCommand.badConnection(e);
        }
        if (session.display().form() == OutputForm.SIMPLE) {
            session.terminal().out().println("lease " + GoText.lease(id) + " expired or revoked.");
        }
        return 0;
    }
}
