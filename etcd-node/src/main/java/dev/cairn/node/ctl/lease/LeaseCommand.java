// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.lease;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.LeaseAnswers;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlGroup;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.ctl.session.GoInteger;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseLeasesRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lease} and what stands behind it. */
@Command(
        name = "lease",
        description = "Lease related commands",
        subcommands = {
            LeaseCommand.GrantCommand.class,
            LeaseCommand.RevokeCommand.class,
            LeaseCommand.TimeToLiveCommand.class,
            LeaseCommand.LeaseListCommand.class,
            KeepAliveCommand.class
        })
public final class LeaseCommand extends CtlGroup {
    static long id(String text) {
        return GoInteger.hex(text, "bad lease ID arg");
    }

    static CommandFailure badConnection(CallFailure failure) {
        return new CommandFailure(CommandFailure.BAD_CONNECTION, failure.getMessage());
    }

    @Command(name = "grant", customSynopsis = "grant <ttl>", description = "Creates leases")
    static final class GrantCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.size() == 1, "lease grant command needs TTL argument");
            long ttl;
            try {
                ttl = GoInteger.decimal(args.getFirst());
            } catch (NumberFormatException e) {
                throw badArguments("bad TTL (" + e.getMessage() + ")");
            }
            CtlSession session = session();
            Patience patience = session.patience();
            try (ClusterClient client = session.client()) {
                session.display()
                        .show(new LeaseAnswers.Granted(client.ask(
                                Calls.LEASE_GRANT,
                                LeaseGrantRequest.newBuilder().setTTL(ttl).build(),
                                patience)));
            } catch (CallFailure e) {
                throw new CommandFailure(CommandFailure.ERROR, "failed to grant lease (" + e.getMessage() + ")");
            }
            return 0;
        }
    }

    @Command(name = "revoke", customSynopsis = "revoke <leaseID>", description = "Revokes leases")
    static final class RevokeCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.size() == 1, "lease revoke command needs 1 argument");
            long id = id(args.getFirst());
            CtlSession session = session();
            Patience patience = session.patience();
            try (ClusterClient client = session.client()) {
                session.display()
                        .show(new LeaseAnswers.Revoked(
                                id,
                                client.ask(
                                        Calls.LEASE_REVOKE,
                                        LeaseRevokeRequest.newBuilder()
                                                .setID(id)
                                                .build(),
                                        patience)));
            } catch (CallFailure e) {
                throw new CommandFailure(CommandFailure.ERROR, "failed to revoke lease (" + e.getMessage() + ")");
            }
            return 0;
        }
    }

    @Command(
            name = "timetolive",
            customSynopsis = "timetolive <leaseID> [options]",
            description = "Get lease information")
    static final class TimeToLiveCommand extends CtlCommand {
        @Option(
                names = "--keys",
                arity = "1",
                converter = GoBoolean.class,
                preprocessor = GoBoolean.class,
                description = "show the keys attached to it")
        private boolean keys;

        @Override
        protected int run(List<String> args) {
            check(args.size() == 1, "lease timetolive command needs lease ID as argument");
            CtlSession session = session();
            long id = id(args.getFirst());
            try (ClusterClient client = session.client()) {
                LeaseTimeToLiveRequest request = LeaseTimeToLiveRequest.newBuilder()
                        .setID(id)
                        .setKeys(keys)
                        .build();
                session.display()
                        .show(new LeaseAnswers.Remaining(
                                client.ask(Calls.LEASE_TIME_TO_LIVE, request, Patience.unlimited()), keys));
            } catch (CallFailure e) {
                throw badConnection(e);
            }
            return 0;
        }
    }

    @Command(name = "list", customSynopsis = "list", description = "List all active leases")
    static final class LeaseListCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            CtlSession session = session();
            try (ClusterClient client = session.client()) {
                session.display()
                        .show(new LeaseAnswers.Listed(client.ask(
                                Calls.LEASE_LEASES, LeaseLeasesRequest.getDefaultInstance(), Patience.unlimited())));
            } catch (CallFailure e) {
                throw badConnection(e);
            }
            return 0;
        }
    }
}
