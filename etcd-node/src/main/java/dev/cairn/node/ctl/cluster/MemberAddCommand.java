// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.GoText;
import dev.cairn.node.ctl.print.MemberAnswers;
import dev.cairn.node.ctl.print.OutputForm;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.wire.etcdserverpb.Member;
import dev.cairn.node.wire.etcdserverpb.MemberAddRequest;
import dev.cairn.node.wire.etcdserverpb.MemberAddResponse;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code member add}: also says with what the new member is to be started. */
@Command(name = "add", customSynopsis = "add <memberName> [options]", description = "Adds a member into the cluster")
final class MemberAddCommand extends CtlCommand {
    @Option(
            names = "--peer-urls",
            paramLabel = "string",
            defaultValue = "",
            description = "its peer URLs, separated by commas")
    private String peerUrls;

    @Option(
            names = "--learner",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "without a vote at first")
    private boolean learner;

    @Override
    protected int run(List<String> args) {
        check(!args.isEmpty(), "member name not provided");
        if (args.size() > 1) {
            StringBuilder complaint = new StringBuilder("too many arguments");
            args.stream()
                    .filter(each -> each.toLowerCase(Locale.ROOT).startsWith("http"))
                    .forEach(each ->
                            complaint.append(", did you mean --peer-urls=").append(each));
            throw badArguments(complaint.toString());
        }
        check(!peerUrls.isEmpty(), "member peer urls not provided");
        PeerUrls.check(peerUrls);
        CtlSession session = session();
        Patience patience = session.patience();
        MemberAddResponse response;
        try (ClusterClient client = session.client()) {
            response = client.ask(
                    Calls.MEMBER_ADD,
                    MemberAddRequest.newBuilder()
                            .addAllPeerURLs(List.of(peerUrls.split(",", -1)))
                            .setIsLearner(learner)
                            .build(),
                    patience);
        }
        session.display().show(new MemberAnswers.Added(response));
        if (session.display().form() == OutputForm.SIMPLE) {
            showFlags(args.getFirst(), response, session.terminal().out());
        }
        return 0;
    }

    private void showFlags(String name, MemberAddResponse response, PrintStream out) {
        List<String> cluster = new ArrayList<>();
        for (Member member : response.getMembersList()) {
            String known = member.getID() == response.getMember().getID() ? name : member.getName();
            member.getPeerURLsList().forEach(url -> cluster.add(known + "=" + url));
        }
        out.println();
        out.println("ETCD_NAME=" + GoText.quote(name));
        out.println("ETCD_INITIAL_CLUSTER=" + GoText.quote(String.join(",", cluster)));
        out.println("ETCD_INITIAL_ADVERTISE_PEER_URLS=" + GoText.quote(peerUrls));
        out.println("ETCD_INITIAL_CLUSTER_STATE=\"existing\"");
    }
}
