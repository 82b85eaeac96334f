// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.flags.CommandLineFlags;
import dev.cairn.node.bootstrap.flags.FlagTable;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.bootstrap.flags.Version;
import dev.cairn.node.bootstrap.logs.LogSettings;
import dev.cairn.node.bootstrap.logs.Logs;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.security.Security;
import java.util.Map;
import java.util.OptionalInt;

/** The command {@code etcd}: reads its flags, answers what needs no member, and starts the application otherwise. */
@QuarkusMain
public final class Etcd {
    private static final int EXIT_USAGE = 2;

    private Etcd() {}

    public static void main(String... arguments) {
        // A new member's name appears in DNS after its peers first asked for it; only this property can say so.
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        OptionalInt answered = answered(arguments, System.getenv());
        if (answered.isPresent()) {
            System.exit(answered.getAsInt());
        }
        Quarkus.run(EtcdApplication.class, arguments);
    }

    /** The exit code where no member is to run; otherwise {@link StartConfig} holds what the member is to be. */
    private static OptionalInt answered(String[] arguments, Map<String, String> environment) {
        FlagTable table = FlagTable.load();
        CommandLineFlags commandLine = new CommandLineFlags(table);
        try {
            Map<String, String> given = commandLine.parse(arguments);
            if (commandLine.asksForHelp()) {
                System.out.print(commandLine.usage());
                return OptionalInt.of(0);
            }
            if (commandLine.asksForVersion()) {
                printVersion(given.getOrDefault("compat-version", ""));
                return OptionalInt.of(0);
            }
            Flags.requireValid(table, given);
            return configured(table, given, environment) ? OptionalInt.empty() : OptionalInt.of(EXIT_USAGE);
        } catch (BadConfigException e) {
            System.err.println("error: " + e.getMessage());
            return OptionalInt.of(EXIT_USAGE);
        }
    }

    /** False where the flags, each right by itself, cannot be used: from here on, as in etcd, everything said is JSON. */
    private static boolean configured(FlagTable table, Map<String, String> given, Map<String, String> environment) {
        Logs.configure(LogSettings.BEFORE_FLAGS);
        try {
            Flags flags = Flags.of(table, given, environment);
            Logs.configure(LogSettings.of(flags));
            StartConfig.set(NodeConfig.of(flags));
            return true;
        } catch (BadConfigException e) {
            Logs.fatal(Etcd.class, "failed to verify flags", e.getMessage(), null);
            return false;
        }
    }

    /** The lines and their order are etcd's: scripts read the first. */
    private static void printVersion(String compatVersion) {
        System.out.println("etcd Version: " + Version.reported(compatVersion));
        System.out.println("Git SHA: " + Version.commit());
        System.out.println(
                "Go Version: none (Cairn on Java " + Runtime.version().feature() + ")");
        System.out.println("Go OS/Arch: linux/" + Version.goArchitecture(System.getProperty("os.arch")));
    }
}
