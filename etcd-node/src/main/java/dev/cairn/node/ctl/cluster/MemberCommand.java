// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import com.google.protobuf.MessageLite;
import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.Call;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.MemberAnswers;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlGroup;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoInteger;
import dev.cairn.node.wire.etcdserverpb.MemberListRequest;
import dev.cairn.node.wire.etcdserverpb.MemberPromoteRequest;
import dev.cairn.node.wire.etcdserverpb.MemberPromoteResponse;
import dev.cairn.node.wire.etcdserverpb.MemberRemoveRequest;
import dev.cairn.node.wire.etcdserverpb.MemberRemoveResponse;
import dev.cairn.node.wire.etcdserverpb.MemberUpdateRequest;
import dev.cairn.node.wire.etcdserverpb.MemberUpdateResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code member} and what stands behind it. */
@Command(
        name = "member",
        description = "Membership related commands",
        subcommands = {
            MemberAddCommand.class,
            MemberCommand.RemoveCommand.class,
            MemberCommand.UpdateCommand.class,
            MemberCommand.MemberListCommand.class,
            MemberCommand.PromoteCommand.class
        })
public final class MemberCommand extends CtlGroup {
    private static long id(List<String> args) {
        if (args.size() != 1) {
            throw new CommandFailure(CommandFailure.BAD_ARGUMENTS, "member ID is not provided");
        }
        try {
            return GoInteger.member(args.getFirst());
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    CommandFailure.BAD_ARGUMENTS, "bad member ID arg (" + e.getMessage() + "), expecting ID in Hex");
        }
    }

    private static <Q extends MessageLite, A> A ask(CtlSession session, Call<Q, A> call, Q request) {
        Patience patience = session.patience();
        try (ClusterClient client = session.client()) {
            return client.ask(call, request, patience);
        }
    }

    @Command(name = "remove", customSynopsis = "remove <memberID>", description = "Removes a member from the cluster")
    static final class RemoveCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            long id = id(args);
            CtlSession session = session();
            MemberRemoveResponse response = ask(
                    session,
                    Calls.MEMBER_REMOVE,
                    MemberRemoveRequest.newBuilder().setID(id).build());
            session.display()
                    .show(new MemberAnswers.Changed(
                            id, "removed from", response.getHeader(), response.getMembersList(), response));
            return 0;
        }
    }

    @Command(
            name = "update",
            customSynopsis = "update <memberID> [options]",
            description = "Updates a member in the cluster")
    static final class UpdateCommand extends CtlCommand {
        @Option(
                names = "--peer-urls",
                paramLabel = "string",
                defaultValue = "",
                description = "its peer URLs from now on, separated by commas")
        private String peerUrls;

        @Override
        protected int run(List<String> args) {
            long id = id(args);
            check(!peerUrls.isEmpty(), "member peer urls not provided");
            PeerUrls.check(peerUrls);
            CtlSession session = session();
            MemberUpdateResponse response = ask(
                    session,
                    Calls.MEMBER_UPDATE,
                    MemberUpdateRequest.newBuilder()
                            .setID(id)
                            .addAllPeerURLs(List.of(peerUrls.split(",", -1)))
                            .build());
            session.display()
                    .show(new MemberAnswers.Changed(
                            id, "updated in", response.getHeader(), response.getMembersList(), response));
            return 0;
        }
    }

    @Command(
            name = "promote",
            customSynopsis = "promote <memberID>",
            description = "Promotes a non-voting member in the cluster")
    static final class PromoteCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            long id = id(args);
            CtlSession session = session();
            MemberPromoteResponse response = ask(
                    session,
                    Calls.MEMBER_PROMOTE,
                    MemberPromoteRequest.newBuilder().setID(id).build());
            session.display()
                    .show(new MemberAnswers.Changed(
                            id, "promoted in", response.getHeader(), response.getMembersList(), response));
            return 0;
        }
    }

    @Command(name = "list", customSynopsis = "list", description = "Lists all members in the cluster")
    static final class MemberListCommand extends CtlCommand {
        @Option(
                names = "--consistency",
                paramLabel = "string",
                defaultValue = "l",
                description = "l: linearizable, s: serializable (default l)")
        private String consistency;

        @Override
        protected int run(List<String> args) {
            if (!List.of("l", "s").contains(consistency)) {
                throw new CommandFailure(
                        CommandFailure.UNSUPPORTED, "unknown consistency flag \"" + consistency + "\"");
            }
            CtlSession session = session();
            session.display()
                    .show(new MemberAnswers.Members(ask(
                            session,
                            Calls.MEMBER_LIST,
                            MemberListRequest.newBuilder()
                                    .setLinearizable(consistency.equals("l"))
                                    .build())));
            return 0;
        }
    }
}
