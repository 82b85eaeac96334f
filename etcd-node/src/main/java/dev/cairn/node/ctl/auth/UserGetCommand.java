// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.auth;

import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.AuthAnswers;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGetRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserGetRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserGetResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code user get}. */
@Command(
        name = "get",
        customSynopsis = "get <user name> [options]",
        description = "Gets detailed information of a user")
final class UserGetCommand extends CtlCommand {
    @Option(
            names = "--detail",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "show what the user's roles may do")
    private boolean detail;

    @Override
    protected int run(List<String> args) {
        check(args.size() == 1, "user get command requires user name as its argument");
        String name = args.getFirst();
        CtlSession session = session();
        try (ClusterClient client = session.client()) {
            AuthUserGetResponse user = client.ask(
                    Calls.USER_GET,
                    AuthUserGetRequest.newBuilder().setName(name).build(),
                    Patience.unlimited());
            if (!detail) {
                session.display().show(new AuthAnswers.UserRoles(name, user));
                return 0;
            }
            session.terminal().out().println("User: " + name);
            for (String role : user.getRolesList()) {
                session.terminal().out().println();
                session.display()
                        .show(new AuthAnswers.Granted(
                                role,
                                client.ask(
                                        Calls.ROLE_GET,
                                        AuthRoleGetRequest.newBuilder()
                                                .setRole(role)
                                                .build(),
                                        Patience.unlimited())));
            }
        }
        return 0;
    }
}
