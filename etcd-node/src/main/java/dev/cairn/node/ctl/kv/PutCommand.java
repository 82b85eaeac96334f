// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.KvAnswers;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlRoot;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code put}. */
@Command(
        name = "put",
        customSynopsis = "put [options] <key> <value> (<value> can also be given from stdin)",
        description = {
            "Puts the given key into the store.",
            "A value that begins with '-' stands behind '--'. One that is left out is read from the standard input."
        })
public final class PutCommand extends CtlCommand {
    @Mixin
    private PutFlags flags;

    @Override
    protected int run(List<String> args) throws IOException {
        PutRequest request = flags.request(
                args, ((CtlRoot) spec.root().userObject()).terminal().in());
        CtlSession session = session();
        Patience patience = session.patience();
        try (ClusterClient client = session.client()) {
            session.display().show(new KvAnswers.Stored(client.ask(Calls.PUT, request, patience)));
        }
        return 0;
    }
}
