// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.ctl.print.Terminal;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Operations of a transaction as they are typed: {@code put key1 "a value"}. */
final class Operations {
    private Operations() {}

    @CommandLine.Command
    private static final class Get {
        @Mixin
        private GetFlags flags;

        @Parameters(arity = "0..*")
        private List<String> arguments = List.of();
    }

    @CommandLine.Command
    private static final class Put {
        @Mixin
        private PutFlags flags;

        @Parameters(arity = "0..*")
        private List<String> arguments = List.of();
    }

    @CommandLine.Command
    private static final class Del {
        @Mixin
        private DelFlags flags;

        @Parameters(arity = "0..*")
        private List<String> arguments = List.of();
    }

    static RequestOp parse(String line, Terminal terminal) throws IOException {
        List<String> words = Words.of(line);
        if (words.size() < 2) {
            throw invalid("invalid txn compare request: " + line);
        }
        String[] rest = words.subList(1, words.size()).toArray(String[]::new);
        RequestOp.Builder operation = RequestOp.newBuilder();
        switch (words.getFirst()) {
            case "get" -> {
                Get get = parsed(new Get(), line, rest);
                operation.setRequestRange(get.flags.request(get.arguments));
            }
            case "put" -> {
                Put put = parsed(new Put(), line, rest);
                operation.setRequestPut(put.flags.request(put.arguments, terminal.in()));
            }
            case "del" -> {
                Del del = parsed(new Del(), line, rest);
                operation.setRequestDeleteRange(del.flags.request(del.arguments, terminal.err()));
            }
            default -> throw invalid("invalid txn request: " + line);
        }
        return operation.build();
    }

    private static <T> T parsed(T command, String line, String... words) {
        try {
            new CommandLine(command).setOverwrittenOptionsAllowed(true).parseArgs(words);
            return command;
        } catch (ParameterException e) {
            throw invalid("invalid txn request: " + line);
        }
    }

    private static CommandFailure invalid(String complaint) {
        return new CommandFailure(CommandFailure.INVALID_INPUT, complaint);
    }
}
