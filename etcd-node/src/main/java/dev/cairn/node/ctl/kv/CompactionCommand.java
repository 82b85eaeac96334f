// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.ctl.session.GoInteger;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code compaction}. */
@Command(
        name = "compaction",
        customSynopsis = "compaction [options] <revision>",
        description = "Compacts the event history in etcd")
public final class CompactionCommand extends CtlCommand {
    @Option(
            names = "--physical",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "wait until all old revisions are gone from the store")
    private boolean physical;

    @Override
    protected int run(List<String> args) {
        check(args.size() == 1, "compaction command needs 1 argument");
        long revision = GoInteger.decimal(args.getFirst());
        CtlSession session = session();
        try (ClusterClient client = session.client()) {
            client.ask(
                    Calls.COMPACT,
                    CompactionRequest.newBuilder()
                            .setRevision(revision)
                            .setPhysical(physical)
                            .build(),
                    session.patience());
        }
        session.terminal().out().println("compacted revision " + revision);
        return 0;
    }
}
