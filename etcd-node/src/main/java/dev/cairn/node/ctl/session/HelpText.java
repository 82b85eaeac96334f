// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help and usage in the layout of etcd's tools: commands and flags in the alphabet's order, the flags of all left out. */
public final class HelpText {
    private HelpText() {}

    /** What a command is for, and its usage. */
    public static void print(CommandSpec command, PrintWriter out) {
        out.println(String.join("\n", command.usageMessage().description()));
        out.println();
        usage(command, out);
        out.println("Use \"etcdctl options\" for a list of global command-line options (applies to all commands).");
        out.flush();
    }

    /** Its usage alone: what stands behind a complaint about a flag. */
    public static void usage(CommandSpec command, PrintWriter out) {
        out.println("Usage:");
        Map<String, CommandLine> commands = new TreeMap<>(command.subcommands());
        if (commands.isEmpty()) {
            out.println("  " + prefix(command)
                    + String.join("", command.usageMessage().customSynopsis()) + " [flags]");
        } else {
            out.println("  " + command.qualifiedName() + " [command]");
            out.println();
            out.println("Available Commands:");
            commands.forEach((name, each) -> out.printf(
                    "  %-11s %s%n",
                    name, String.join(" ", each.getCommandSpec().usageMessage().description())));
        }
        out.println();
        out.println("Flags:");
        flags(command.options().stream().filter(each -> !each.inherited()).toList(), out);
        out.println("  -h, --help   help for " + command.name());
        out.println();
        if (!commands.isEmpty()) {
            out.println(
                    "Use \"" + command.qualifiedName() + " [command] --help\" for more information about a command.");
        }
    }

    private static String prefix(CommandSpec command) {
        CommandSpec parent = command.parent();
        return parent == null ? "" : parent.qualifiedName() + " ";
    }

    /** One a line. */
    public static void flags(List<OptionSpec> options, PrintWriter out) {
        options.stream()
                .filter(each -> !each.usageHelp() && !each.hidden())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(each -> out.printf("%-34s %s%n", flag(each), String.join(" ", each.description())));
    }

    private static String flag(OptionSpec option) {
        String shortName = option.shortestName();
        String names =
                shortName.startsWith("--") ? "      " + shortName : "  " + shortName + ", " + option.longestName();
        return isSwitch(option) ? names : names + " " + option.paramLabel();
    }

    private static boolean isSwitch(OptionSpec option) {
        return option.type() == boolean.class || option.type() == Boolean.class;
    }
}
