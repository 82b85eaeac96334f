// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.ctl.print.EndpointAnswers;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.etcdserverpb.StatusRequest;
import dev.cairn.node.wire.etcdserverpb.StatusResponse;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code endpoint status}. */
@Command(
        name = "status",
        customSynopsis = "status",
        description = "Prints out the status of endpoints specified in `--endpoints` flag")
final class EndpointStatusCommand extends CtlCommand {
    @ParentCommand
    private EndpointScope group;

    @Override
    protected int run(List<String> args) {
        CtlSession session = session();
        StatusRequest request = StatusRequest.getDefaultInstance();
        List<EndpointAnswers.Of<StatusResponse>> answers = new ArrayList<>();
        CallFailure last = null;
        for (String endpoint : ClusterEndpoints.of(session, group.cluster())) {
            try (ClusterClient client = session.client(session.options().at(endpoint), "etcd-client")) {
                answers.add(new EndpointAnswers.Of<>(endpoint, client.ask(Calls.STATUS, request, session.patience())));
            } catch (CallFailure e) {
                last = e;
                session.terminal()
                        .err()
                        .println("Failed to get the status of endpoint " + endpoint + " (" + e.getMessage() + ")");
            }
        }
        session.display().show(new EndpointAnswers.Statuses(answers));
        return last == null ? 0 : CommandFailure.ERROR;
    }
}
