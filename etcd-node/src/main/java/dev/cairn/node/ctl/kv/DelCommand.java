// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.KvAnswers;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlRoot;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code del}. */
@Command(
        name = "del",
        customSynopsis = "del [options] <key> [range_end]",
        description = "Removes the specified key or range of keys [key, range_end)")
public final class DelCommand extends CtlCommand {
    @Mixin
    private DelFlags flags;

    @Override
    protected int run(List<String> args) {
        DeleteRangeRequest request = flags.request(
                args, ((CtlRoot) spec.root().userObject()).terminal().err());
        CtlSession session = session();
        Patience patience = session.patience();
        try (ClusterClient client = session.client()) {
            session.display().show(new KvAnswers.Deleted(client.ask(Calls.DELETE_RANGE, request, patience)));
        }
        return 0;
    }
}
