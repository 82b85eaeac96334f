// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.Terminal;
import dev.cairn.node.ctl.print.TxnAnswer;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code txn}: conditions, what is done if they hold, what else, each list ended by an empty line. */
@Command(
        name = "txn",
        customSynopsis = "txn [options]",
        description = {
            "Txn processes all the requests in one transaction.",
            "They are read from the standard input, a line each, and every list ends with an empty line: conditions such as"
                    + " mod(\"key1\") > \"0\", then requests (get, put, del) for when all of them hold, then those for when"
                    + " one does not."
        })
public final class TxnCommand extends CtlCommand {
    @Option(
            names = {"-i", "--interactive"},
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "say what is to be typed")
    private boolean interactive;

    @Override
    protected int run(List<String> args) throws IOException {
        check(args.isEmpty(), "txn command does not accept argument");
        CtlSession session = session();
        Terminal terminal = session.terminal();
        InputLines lines = new InputLines(terminal.in());
        TxnRequest.Builder request = TxnRequest.newBuilder();
        try (ClusterClient client = session.client()) {
            prompt(terminal, "compares:");
            for (String line = next(lines); !line.isEmpty(); line = next(lines)) {
                request.addCompare(Comparisons.parse(line));
            }
            prompt(terminal, "success requests (get, put, del):");
            for (String line = next(lines); !line.isEmpty(); line = next(lines)) {
                request.addSuccess(Operations.parse(line, terminal));
            }
            prompt(terminal, "failure requests (get, put, del):");
            for (String line = next(lines); !line.isEmpty(); line = next(lines)) {
                request.addFailure(Operations.parse(line, terminal));
            }
            session.display().show(new TxnAnswer(client.ask(Calls.TXN, request.build(), Patience.unlimited())));
        }
        return 0;
    }

    private void prompt(Terminal terminal, String text) {
        if (interactive) {
            terminal.out().println(text);
            terminal.out().flush();
        }
    }

    private static String next(InputLines lines) throws IOException {
        return lines.next("").strip();
    }
}
