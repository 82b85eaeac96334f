// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.api.transport.ListenException;
import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.flags.CommandLineFlags;
import dev.cairn.node.bootstrap.flags.FlagTable;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.bootstrap.flags.Version;
import dev.cairn.node.peer.net.PeerPortException;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.DataDirectoryException;
import dev.cairn.node.storage.DiskFault;
import dev.cairn.node.tls.TlsException;
import dev.cairn.node.wal.WalException;
import dev.cairn.node.wire.EtcdException;
import java.security.Security;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code etcd}: reads its flags, runs one member until it is told to stop. */
public final class Etcd {
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_FAILURE = 1;
    private static final String LEVEL_BEFORE_FLAGS = "info";
    private static final String CANNOT_RUN = "the member cannot run";

    private Etcd() {}

    public static void main(String... arguments) {
        // A new member's name appears in DNS after its peers first asked for it; only this property can say so.
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        System.exit(run(arguments, System.getenv()));
    }

    private static int run(String[] arguments, Map<String, String> environment) {
        FlagTable table = FlagTable.load();
        CommandLineFlags commandLine = new CommandLineFlags(table);
        NodeConfig config;
        try {
            Map<String, String> given = commandLine.parse(arguments);
            if (commandLine.asksForHelp()) {
                System.out.print(commandLine.usage());
                return 0;
            }
            if (commandLine.asksForVersion()) {
                printVersion(given.getOrDefault("compat-version", ""));
                return 0;
            }
            Flags.requireValid(table, given);
            config = config(table, given, environment);
        } catch (BadConfigException e) {
            System.err.println("error: " + e.getMessage());
            return EXIT_USAGE;
        }
        return config == null ? EXIT_USAGE : runMember(config);
    }

    /** Null where the flags, each right by itself, cannot be used: from here on, as in etcd, everything said is JSON. */
    private static NodeConfig config(FlagTable table, Map<String, String> given, Map<String, String> environment) {
        Logs.configure(LEVEL_BEFORE_FLAGS);
        try {
            Flags flags = Flags.of(table, given, environment);
            Logs.configure(flags.string("log-level"));
            return NodeConfig.of(flags);
        } catch (BadConfigException e) {
            Logs.fatal(Etcd.class, "failed to verify flags", e.getMessage(), null);
            return null;
        }
    }

    private static int runMember(NodeConfig config) {
        Logger log = LoggerFactory.getLogger(Etcd.class);
        config.flags().warnings().forEach(log::warn);
        try (NodeProcess process = new NodeProcess(config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopOnSignal(process), "shutdown"));
            process.start();
            return process.awaitStop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return EXIT_FAILURE;
        } catch (BadConfigException
                | ListenException
                | TlsException
                | DataDirectoryException
                | WalException
                | BackendException
                | PeerPortException
                | EtcdException
                | IllegalStateException e) {
            Logs.fatal(Etcd.class, CANNOT_RUN, e.getMessage() + DiskFault.remedy(e), null);
            return EXIT_FAILURE;
        } catch (RuntimeException e) {
            Logs.fatal(Etcd.class, CANNOT_RUN, e + DiskFault.remedy(e), e);
            return EXIT_FAILURE;
        }
    }

    /**
     * A signal that was obeyed in good order is no failure: without this the JVM would end with 128 plus its number, which
     * systemd and Kubernetes take for a crash. Where the process ends by itself there is nothing to stop any more.
     */
    private static void stopOnSignal(NodeProcess process) {
        if (process.stop()) {
            Runtime.getRuntime().halt(0);
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
