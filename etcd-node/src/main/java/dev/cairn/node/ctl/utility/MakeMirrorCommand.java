// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.ClusterOptions;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.ctl.session.GoInteger;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code make-mirror}: all keys first, then whatever changes; {@code --rev} goes on where an earlier one ended. */
@Command(
        name = "make-mirror",
        customSynopsis = "make-mirror [options] <destination>",
        description = "Makes a mirror at the destination etcd cluster")
public final class MakeMirrorCommand extends CtlCommand {
    @Option(names = "--prefix", paramLabel = "string", defaultValue = "", description = "mirror keys with this prefix")
    private String prefix;

    @Option(
            names = "--rev",
            paramLabel = "int",
            defaultValue = "0",
            converter = GoInteger.class,
            description = "mirror changes from this revision on, and not what was there before")
    private long revision;

    @Option(
            names = "--max-txn-ops",
            paramLabel = "uint",
            defaultValue = "128",
            converter = GoInteger.class,
            description = "at most so many changes in one transaction (default 128)")
    private long maxTxnOps;

    @Option(names = "--dest-prefix", paramLabel = "string", defaultValue = "", description = "the prefix there")
    private String destinationPrefix;

    @Option(
            names = "--no-dest-prefix",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "no prefix there")
    private boolean noDestinationPrefix;

    @Option(names = "--dest-cert", paramLabel = "string", description = "own certificate there, a PEM file")
    private String cert;

    @Option(names = "--dest-key", paramLabel = "string", description = "its key, a PEM file")
    private String key;

    @Option(
            names = "--dest-cacert",
            paramLabel = "string",
            description = "authorities of the certificates there, a PEM file")
    private String cacert;

    @Option(
            names = "--dest-insecure-transport",
            arity = "1",
            defaultValue = "true",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "no TLS for an endpoint without a scheme (default true)")
    private boolean insecure;

    @Option(
            names = "--dest-user",
            paramLabel = "string",
            defaultValue = "",
            description = "name[:password] to log in with there")
    private String user;

    @Option(
            names = "--dest-password",
            paramLabel = "string",
            defaultValue = "",
            description = "the password there, where --dest-user does not hold it")
    private String password;

    @Override
    protected int run(List<String> args) {
        check(args.size() == 1, "make-mirror takes one destination argument");
        check(
                !noDestinationPrefix || destinationPrefix.isEmpty(),
                "`--dest-prefix` and `--no-dest-prefix` cannot be set at the same time, choose one");
        CtlSession session = session();
        ClusterOptions destination = new ClusterOptions(
                List.of(args.getFirst()),
                CtlSession.trust(new CtlSession.TlsFiles(cacert, cert, key), !insecure, false),
                null,
                session.limits(),
                session.login(user, password, "Destination Password: "));
        String there = noDestinationPrefix ? "" : destinationPrefix.isEmpty() ? prefix : destinationPrefix;
        // etcdctl takes the prefix itself for the one there only where it copies all keys first.
        boolean resumed = revision > 1;
        Mirror.Names names = new Mirror.Names(prefix, resumed ? destinationPrefix : there);
        try (ClusterClient target = session.client(destination, "etcd-client");
                ClusterClient source = session.client()) {
            new Mirror(source, target, names, maxTxnOps, session.terminal().out()).run(Math.max(0, revision - 1));
        }
        return 0;
    }
}
