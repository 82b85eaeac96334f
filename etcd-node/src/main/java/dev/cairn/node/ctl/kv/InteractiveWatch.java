// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.cli.GoStyle;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.WatchClient;
import dev.cairn.node.ctl.print.Terminal;
import dev.cairn.node.ctl.session.CtlSession;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Watches typed one after the other: {@code watch key}, {@code progress}. Their events come in between. */
record InteractiveWatch(CtlSession session) {
    @CommandLine.Command(name = "watch")
    private static final class Line {
        @Mixin
        private WatchFlags flags;

        @Parameters(arity = "0..*")
        private List<String> arguments = List.of();
    }

    void run() throws IOException {
        Terminal terminal = session.terminal();
        InputLines lines = new InputLines(terminal.in());
        try (ClusterClient client = session.client();
                WatchClient watches = new WatchClient(client, true)) {
            Thread ear = null;
            while (true) {
                String line = lines.next("error reading watch request line: ");
                List<String> words = Words.of(line);
                switch (words.isEmpty() ? "" : words.getFirst()) {
                    case "watch" -> {
                        // The ear goes when no watch is left.
                        if (begin(watches, line, words) && (ear == null || !ear.isAlive())) {
                            ear = Thread.ofVirtual().name("watches").start(watches::run);
                        }
                    }
                    case "progress" -> watches.askProgress();
                    case "" -> terminal.err().println("Invalid command: " + line + " (watch and progress supported)");
                    default -> terminal.err().println("Invalid command " + line + " (only support watch)");
                }
            }
        }
    }

    private boolean begin(WatchClient watches, String line, List<String> words) {
        Terminal terminal = session.terminal();
        String key = terminal.environment().getOrDefault("ETCDCTL_WATCH_KEY", "");
        if (words.size() < 2 && key.isEmpty()) {
            terminal.err().println("Invalid command " + line + " (command type or key is not provided)");
            return false;
        }
        List<String> behind = words.subList(1, words.size());
        Line parsed = parsed(behind);
        WatchArguments arguments = WatchArguments.of(behind, parsed.arguments, terminal.environment());
        try {
            watches.watch(
                    parsed.flags.request(arguments.keys()),
                    new WatchOutput(terminal, session.display(), arguments.program(), session::exit));
            return true;
        } catch (CommandFailure e) {
            terminal.err().println("Invalid command " + line + " (" + e.getMessage() + ")");
            return false;
        }
    }

    private static Line parsed(List<String> words) {
        Line line = new Line();
        try {
            new CommandLine(line).setOverwrittenOptionsAllowed(true).parseArgs(words.toArray(String[]::new));
            return line;
        } catch (ParameterException e) {
            throw new CommandFailure(CommandFailure.BAD_ARGUMENTS, GoStyle.wording(e));
        }
    }
}
