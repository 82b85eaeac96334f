// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.concurrency;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.ctl.print.KvAnswers;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoBoolean;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code elect}: leads until it is interrupted, or watches who leads. */
@Command(
        name = "elect",
        customSynopsis = "elect <election-name> [proposal]",
        description = "Observes and participates in leader election")
public final class ElectCommand extends CtlCommand {
    private static final long TTL_SECONDS = 60;

    @Option(
            names = {"-l", "--listen"},
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "only show who leads")
    private boolean listen;

    @Override
    protected int run(List<String> args) {
        check(
                args.size() == 1 || args.size() == 2,
                "elect takes one election name argument and an optional proposal argument");
        CtlSession session = session();
        try (ClusterClient client = session.client()) {
            if (args.size() == 1) {
                check(listen, "no proposal argument but -l not set");
                Signals.atInterrupt(session, () -> {});
                new Observing(client, session.display(), args.getFirst()).run();
                throw new CommandFailure(CommandFailure.ERROR, "elect: observer lost");
            }
            check(!listen, "proposal given but -l is set");
            LeaseSession held = new LeaseSession(client, TTL_SECONDS);
            Place place = Place.take(held, args.getFirst(), KeyRange.bytes(args.get(1)));
            Thread hook = Signals.atInterrupt(session, place::leave);
            place.awaitFront();
            session.display().show(new KvAnswers.Got(place.look()));
            held.awaitEnd();
            Signals.forget(hook);
            throw new CommandFailure(CommandFailure.ERROR, "elect: session expired");
        }
    }
}
