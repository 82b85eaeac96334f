// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

import dev.cairn.node.cli.CommandFailure;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Variables {@code ETCDCTL_…} stand for the flags that every command has. One that contradicts a flag ends the command, one
 * that is no flag's gets a warning.
 */
final class EnvironmentFlags {
    private static final String PREFIX = "ETCDCTL_";

    private final Map<String, String> environment;
    private final ClientLog log;

    EnvironmentFlags(Map<String, String> environment, ClientLog log) {
        this.environment = environment;
        this.log = log;
    }

    /** Fills the flags that were not given. {@code parsed} is of the command that runs. */
    void fill(ParseResult parsed) {
        Map<String, OptionSpec> inherited = new TreeMap<>();
        for (OptionSpec option : parsed.commandSpec().options()) {
            if (option.inherited() && !option.usageHelp()) {
                inherited.put(variable(option), option);
            }
        }
        boolean watches = parsed.commandSpec().name().equals("watch");
        for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            OptionSpec option = inherited.get(name);
            if (option != null && isGiven(option)) {
                refuse(name);
            } else if (option != null && !entry.getValue().isEmpty()) {
                set(name, option, entry.getValue());
            } else if (name.startsWith(PREFIX) && !(watches && name.startsWith(PREFIX + "WATCH_"))) {
                log.warn("unrecognized environment variable", "environment-variable", name + "=" + entry.getValue());
            }
        }
    }

    private static String variable(OptionSpec option) {
        return PREFIX + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The flags themselves are null unless they were given: an inherited one is matched at any of the levels. */
    private static boolean isGiven(OptionSpec option) {
        return option.getValue() != null;
    }

    private void refuse(String name) {
        log.fatal(
                "conflicting environment variable is shadowed by corresponding command-line flag (either unset"
                        + " environment variable or disable flag))",
                "environment-variable",
                name);
        throw new SilentExit(CommandFailure.ERROR);
    }

    private static void set(String name, OptionSpec option, String value) {
        try {
            Object converted =
                    option.converters().length == 0 ? plain(option, value) : option.converters()[0].convert(value);
            option.setter().set(converted);
        } catch (Exception e) {
            throw new CommandFailure(
                    CommandFailure.BAD_ARGUMENTS,
                    "invalid value \"" + value + "\" for " + name + ": " + e.getMessage());
        }
    }

    private static Object plain(OptionSpec option, String value) {
        return option.isMultiValue() ? java.util.List.of(value.split(option.splitRegex())) : value;
    }
}
