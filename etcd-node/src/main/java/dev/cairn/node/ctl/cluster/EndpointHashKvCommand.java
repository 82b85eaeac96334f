// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.ctl.print.EndpointAnswers;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoInteger;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code endpoint hashkv}. */
@Command(
        name = "hashkv",
        customSynopsis = "hashkv",
        description = "Prints the KV history hash for each endpoint in --endpoints")
final class EndpointHashKvCommand extends CtlCommand {
    @ParentCommand
    private EndpointScope group;

    @Option(
            names = "--rev",
            paramLabel = "int",
            defaultValue = "0",
            converter = GoInteger.class,
            description = "up to this revision (default: the latest)")
    private long revision;

    @Override
    protected int run(List<String> args) {
        CtlSession session = session();
        HashKVRequest request = HashKVRequest.newBuilder().setRevision(revision).build();
        List<EndpointAnswers.Of<HashKVResponse>> answers = new ArrayList<>();
        CallFailure last = null;
        for (String endpoint : ClusterEndpoints.of(session, group.cluster())) {
            try (ClusterClient client = session.client(session.options().at(endpoint), "etcd-client")) {
                answers.add(new EndpointAnswers.Of<>(endpoint, client.ask(Calls.HASH_KV, request, session.patience())));
            } catch (CallFailure e) {
                last = e;
                session.terminal()
                        .err()
                        .println("Failed to get the hash of endpoint " + endpoint + " (" + e.getMessage() + ")");
            }
        }
        session.display().show(new EndpointAnswers.Hashes(answers));
        if (last != null) {
            throw new CommandFailure(CommandFailure.ERROR, last.getMessage());
        }
        return 0;
    }
}
