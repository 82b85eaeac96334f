// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * etcd's flags on a command line, read as Go's package {@code flag} reads them: one dash or two, {@code =value} or the
 * following word whatever it is, booleans with {@code =value} or bare, the last of several. By hand: a general
 * parser took some 60 ms of each start.
 */
public final class CommandLineFlags {
    private static final Set<String> HELP = Set.of("help", "h");
    private static final String VERSION = "version";

    private final FlagTable table;
    private boolean help;
    private boolean version;

    public CommandLineFlags(FlagTable table) {
        this.table = table;
    }

    /** The flags that were given, by name. Throws with one line for an unknown flag, a missing value or a stray word. */
    public Map<String, String> parse(String... arguments) {
        Map<String, String> found = new HashMap<>();
        Iterator<String> words = Arrays.asList(arguments).iterator();
        while (words.hasNext()) {
            take(words.next(), words, found);
        }
        Map<String, String> given = new LinkedHashMap<>();
        for (Flag flag : table.all()) {
            if (found.containsKey(flag.name())) {
                given.put(flag.name(), found.get(flag.name()));
            }
        }
        return given;
    }

    private void take(String word, Iterator<String> following, Map<String, String> found) {
        int dashes = word.startsWith("--") ? 2 : 1;
        int equals = word.indexOf('=');
        String name = word.startsWith("-") ? word.substring(dashes, equals < dashes ? word.length() : equals) : "";
        String value = equals < 0 ? null : word.substring(equals + 1);
        if (HELP.contains(name) || name.equals(VERSION)) {
            boolean asked = value == null || Values.bool(name, value);
            help |= asked && !name.equals(VERSION);
            version |= asked && name.equals(VERSION);
            return;
        }
        Flag flag = table.find(name);
        if (flag == null) {
            throw new BadConfigException("unknown flag or argument: " + word + " (etcd --help lists what there is)");
        }
        if (value == null && flag.kind() == Flag.Kind.BOOL) {
            value = "true";
        } else if (value == null) {
            if (!following.hasNext()) {
                throw new BadConfigException("flag needs an argument: --" + name);
            }
            value = following.next();
        }
        found.put(name, value);
    }

    public boolean asksForVersion() {
        return version;
    }

    public boolean asksForHelp() {
        return help;
    }

    /** In the form of etcd's own. */
    public String usage() {
        StringBuilder usage = new StringBuilder("""
                Usage:

                  etcd [flags]
                    Start a member: a key-value store for the state of Kubernetes clusters, speaking etcd's v3 API.

                  etcd --version
                    Show the version and exit.

                  etcd -h | --help
                    Show this help and exit.

                  etcd --config-file
                    Path to the server configuration file. Note that if a configuration file is provided, other \
                command line flags and environment variables are ignored.

                Flags:

                """);
        for (Flag flag : table.all()) {
            if (flag.status() == Flag.Status.HONOURED) {
                usage.append("  --").append(flag.name()).append(" '").append(flag.defaultValue());
                usage.append("'\n    ").append(flag.note()).append('\n');
            }
        }
        return usage.toString();
    }
}
