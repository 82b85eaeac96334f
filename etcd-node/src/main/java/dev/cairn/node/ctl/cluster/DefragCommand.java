// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.ctl.print.GoText;
import dev.cairn.node.ctl.print.Terminal;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.wire.etcdserverpb.DefragmentRequest;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code defrag}, one member after the other. */
@Command(
        name = "defrag",
        customSynopsis = "defrag",
        description = "Defragments the storage of the etcd members with given endpoints")
public final class DefragCommand extends CtlCommand {
    @Option(
            names = "--cluster",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "all members of the cluster")
    private boolean cluster;

    @Override
    protected int run(List<String> args) {
        CtlSession session = session();
        Terminal terminal = session.terminal();
        boolean failed = false;
        for (String endpoint : ClusterEndpoints.of(session, cluster)) {
            try (ClusterClient client = session.client(session.options().at(endpoint), "etcd-client")) {
                long begin = System.nanoTime();
                try {
                    client.ask(Calls.DEFRAGMENT, DefragmentRequest.getDefaultInstance(), session.patience());
                    terminal.out()
                            .println("Finished defragmenting etcd member[" + endpoint + "]. took " + since(begin));
                } catch (CallFailure e) {
                    failed = true;
                    terminal.err()
                            .println("Failed to defragment etcd member[" + endpoint + "]. took " + since(begin) + ". ("
                                    + e.getMessage() + ")");
                }
                terminal.out().flush();
            }
        }
        return failed ? CommandFailure.ERROR : 0;
    }

    private static String since(long begin) {
        return GoText.duration(Duration.ofNanos(System.nanoTime() - begin));
    }
}
