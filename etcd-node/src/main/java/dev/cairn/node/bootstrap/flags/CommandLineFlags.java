// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** etcd's flags on a command line, in Go's forms: one dash or two, {@code =value} or a following word, bare booleans. */
public final class CommandLineFlags {
    private final FlagTable table;
    private final CommandLine commandLine;

    public CommandLineFlags(FlagTable table) {
        this.table = table;
        CommandSpec spec = CommandSpec.create().name("etcd");
        spec.usageMessage()
                .description("A key-value store for the state of Kubernetes clusters, speaking etcd's v3 API.");
        for (Flag flag : table.all()) {
            spec.addOption(option(flag));
        }
        spec.addOption(OptionSpec.builder("--version", "-version")
                .versionHelp(true)
                .description("print the version and exit")
                .build());
        spec.addOption(OptionSpec.builder("--help", "-help", "-h")
                .usageHelp(true)
                .description("print this help and exit")
                .build());
        commandLine = new CommandLine(spec)
                .setOverwrittenOptionsAllowed(true)
                .setTrimQuotes(false)
                .setUsageHelpWidth(120)
                .setUsageHelpLongOptionsMaxWidth(44);
    }

    private static OptionSpec option(Flag flag) {
        boolean bool = flag.kind() == Flag.Kind.BOOL;
        OptionSpec.Builder option = OptionSpec.builder("--" + flag.name(), "-" + flag.name())
                .type(String.class)
                .arity(bool ? "0..1" : "1")
                .paramLabel(bool ? "true|false" : "VALUE")
                .hidden(flag.status() != Flag.Status.HONOURED)
                .description(
                        flag.note() + (flag.defaultValue().isEmpty() ? "" : " (default " + flag.defaultValue() + ")"));
        if (bool) {
            option.fallbackValue("true");
        }
        return option.build();
    }

    /** The flags that were given, by name. Throws with one line for an unknown flag, a missing value or a stray word. */
    public Map<String, String> parse(String... arguments) {
        try {
            CommandLine.ParseResult result = commandLine.parseArgs(arguments);
            Map<String, String> given = new LinkedHashMap<>();
            for (Flag flag : table.all()) {
                if (result.hasMatchedOption("--" + flag.name())) {
                    given.put(flag.name(), result.matchedOptionValue("--" + flag.name(), ""));
                }
            }
            return given;
        } catch (CommandLine.UnmatchedArgumentException e) {
            throw new BadConfigException("unknown flag or argument: " + String.join(" ", e.getUnmatched())
                    + " (etcd --help lists what there is)");
        } catch (CommandLine.ParameterException e) {
            throw new BadConfigException(e.getMessage());
        }
    }

    public boolean asksForVersion() {
        return commandLine.getParseResult().isVersionHelpRequested();
    }

    public boolean asksForHelp() {
        return commandLine.getParseResult().isUsageHelpRequested();
    }

    public String usage() {
        return commandLine.getUsageMessage();
    }
}
