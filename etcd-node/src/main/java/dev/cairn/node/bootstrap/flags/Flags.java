// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import dev.cairn.node.wire.EtcdUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The flags' values of one start. A flag beats its variable, a variable beats the default; with a config file both are
 * ignored, as in etcd. Flags without meaning here warn; those we refuse are an error only when they ask for something.
 */
public final class Flags {
    private final FlagTable table;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    private final Consumer<String> onRead;

    private Flags(FlagTable table, Consumer<String> onRead) {
        this.table = table;
        this.onRead = onRead;
    }

    public static Flags of(FlagTable table, Map<String, String> commandLine, Map<String, String> environment) {
        return of(table, commandLine, environment, name -> {});
    }

    /** As above; {@code onRead} hears of every flag whose value is asked for. */
    public static Flags of(
            FlagTable table,
            Map<String, String> commandLine,
            Map<String, String> environment,
            Consumer<String> onRead) {
        Flags flags = new Flags(table, onRead);
        String file = commandLine.getOrDefault("config-file", environment.get("ETCD_CONFIG_FILE"));
        if (file != null && !file.isEmpty()) {
            flags.takeAll(ConfigFile.read(file, flags.warnings), "config file " + file);
            if (commandLine.size() > 1) {
                flags.warnings.add("with --config-file all other flags and variables are ignored");
            }
            return flags;
        }
        flags.takeAll(fromEnvironment(table, environment, flags.warnings), "environment");
        flags.takeAll(commandLine, "command line");
        return flags;
    }

    /** Each flag of a command line by itself; throws for the first that cannot be used whatever the others say. */
    public static void requireValid(FlagTable table, Map<String, String> commandLine) {
        new Flags(table, name -> {}).takeAll(commandLine, "command line");
    }

    private static Map<String, String> fromEnvironment(
            FlagTable table, Map<String, String> environment, List<String> warnings) {
        Map<String, String> found = new LinkedHashMap<>();
        Set<String> known = new TreeSet<>();
        for (Flag flag : table.all()) {
            known.add(flag.variable());
            String value = environment.get(flag.variable());
            if (value != null && !value.isEmpty()) {
                found.put(flag.name(), value);
            }
        }
        for (String variable : new TreeSet<>(environment.keySet())) {
            if (variable.startsWith("ETCD_") && !known.contains(variable) && !KNOWN_ELSEWHERE.contains(variable)) {
                warnings.add("unrecognized environment variable " + variable);
            }
        }
        return found;
    }

    private static final Set<String> KNOWN_ELSEWHERE =
            Set.of("ETCD_UNSUPPORTED_ARCH", "ETCD_VERIFY", "ETCD_CONFIG_FILE");

    private void takeAll(Map<String, String> found, String source) {
        found.forEach((name, value) -> take(name, value, source));
    }

    private void take(String name, String value, String source) {
        Flag flag = table.find(name);
        check(flag, value, source);
        switch (flag.status()) {
            case HONOURED -> values.put(name, value);
            case RENAMED -> {
                warnings.add("--" + name + " is deprecated, use --" + flag.note());
                if (!values.containsKey(flag.note())) {
                    take(flag.note(), value, source);
                }
            }
            case GATE -> {
                warnings.add("--" + name + " is deprecated, use --feature-gates=" + flag.note() + "="
                        + Values.bool(name, value));
                values.put(name, value);
            }
            case INERT -> warnings.add("--" + name + " has no effect: " + flag.note());
            case REFUSED -> {
                if (!isDefault(flag, value)) {
                    throw new BadConfigException(
                            "--" + name + "=" + value + " (" + source + ") is not supported: " + flag.note());
                }
            }
        }
    }

    private static boolean isDefault(Flag flag, String value) {
        return flag.kind() == Flag.Kind.BOOL
                ? Values.bool(flag.name(), value) == Values.bool(flag.name(), flag.defaultValue())
                : value.isEmpty() || value.equals(flag.defaultValue());
    }

    private static void check(Flag flag, String value, String source) {
        if (value.isEmpty()) {
            return;
        }
        String name = flag.name() + " (" + source + ")";
        switch (flag.kind()) {
            case BOOL -> Values.bool(name, value);
            case INT -> Values.number(name, value);
            case DURATION -> Values.duration(name, value);
            case GATES -> FeatureGates.parse(value);
            case URLS -> Values.urls(name, value);
            case STRING -> {}
        }
    }

    /** The flags that have a meaning here. */
    public List<Flag> honoured() {
        return table.all().stream()
                .filter(flag -> flag.status() == Flag.Status.HONOURED)
                .toList();
    }

    /** The flags that became feature gates. */
    List<Flag> formerGates() {
        return table.all().stream()
                .filter(flag -> flag.status() == Flag.Status.GATE)
                .toList();
    }

    public boolean isSet(String name) {
        return values.containsKey(name);
    }

    public String string(String name) {
        onRead.accept(name);
        return values.getOrDefault(name, table.find(name).defaultValue());
    }

    public boolean bool(String name) {
        return Values.bool(name, string(name));
    }

    public long number(String name) {
        String value = string(name);
        return Values.number(name, value.isEmpty() ? table.find(name).defaultValue() : value);
    }

    public int intNumber(String name) {
        return (int) Math.min(number(name), Integer.MAX_VALUE);
    }

    public Duration duration(String name) {
        return Values.duration(name, string(name));
    }

    public List<EtcdUrl> urls(String name) {
        return Values.urls(name, string(name));
    }

    public List<String> list(String name) {
        String value = string(name);
        return value.isEmpty() ? List.of() : List.of(value.split(","));
    }

    /** One more thing to be logged at the start. */
    public void warn(String warning) {
        warnings.add(warning);
    }

    public List<String> warnings() {
        return warnings;
    }
}
