// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.WatchClient;
import dev.cairn.node.ctl.print.Terminal;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlRoot;
import dev.cairn.node.ctl.session.CtlSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code watch}: until the server ends it, or the user. */
@Command(
        name = "watch",
        customSynopsis = "watch [options] [key or prefix] [range_end] [--] [exec-command arg1 arg2 ...]",
        description = "Watches events stream on keys or prefixes")
public final class WatchCommand extends CtlCommand {
    @Mixin
    private WatchFlags flags;

    @Override
    protected int run(List<String> args) throws IOException {
        CtlRoot root = (CtlRoot) spec.root().userObject();
        Map<String, String> environment = root.terminal().environment();
        WatchArguments.checkVariables(environment);
        if (flags.interactive()) {
            new InteractiveWatch(session()).run();
            return 0;
        }
        List<String> words = root.words();
        List<String> behind = words.subList(words.indexOf("watch") + 1, words.size());
        WatchArguments watched = WatchArguments.of(behind, args, environment);
        var request = flags.request(watched.keys());
        CtlSession session = session();
        Terminal terminal = session.terminal();
        try (ClusterClient client = session.client();
                WatchClient watches = new WatchClient(client, true)) {
            watches.watch(request, new WatchOutput(terminal, session.display(), watched.program(), session::exit));
            watches.run();
        }
        throw new CommandFailure(CommandFailure.INTERRUPTED, "watch is canceled by the server");
    }
}
