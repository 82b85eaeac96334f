// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.auth;

import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.AuthAnswers;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlGroup;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.etcdserverpb.AuthDisableRequest;
import dev.cairn.node.wire.etcdserverpb.AuthEnableRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleAddRequest;
import dev.cairn.node.wire.etcdserverpb.AuthStatusRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserGrantRoleRequest;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code auth} and what stands behind it. */
@Command(
        name = "auth",
        description = "Enable or disable authentication",
        subcommands = {
            AuthCommand.AuthEnableCommand.class,
            AuthCommand.AuthDisableCommand.class,
            AuthCommand.AuthStatusCommand.class
        })
public final class AuthCommand extends CtlGroup {
    @Command(name = "enable", customSynopsis = "enable", description = "Enables authentication")
    static final class AuthEnableCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.isEmpty(), "auth enable command does not accept any arguments");
            CtlSession session = session();
            Patience patience = session.patience();
            try (ClusterClient client = session.client()) {
                while (!enabled(client, patience)) {
                    client.ask(
                            Calls.ROLE_ADD,
                            AuthRoleAddRequest.newBuilder().setName("root").build(),
                            patience);
                    client.ask(
                            Calls.USER_GRANT_ROLE,
                            AuthUserGrantRoleRequest.newBuilder()
                                    .setUser("root")
                                    .setRole("root")
                                    .build(),
                            patience);
                }
            }
            session.terminal().out().println("Authentication Enabled");
            return 0;
        }

        /** Not where root lacks its role, which can be mended. */
        private static boolean enabled(ClusterClient client, Patience patience) {
            try {
                client.ask(Calls.AUTH_ENABLE, AuthEnableRequest.getDefaultInstance(), patience);
                return true;
            } catch (CallFailure e) {
                if (e.says("root user does not have root role")) {
                    return false;
                }
                throw e;
            }
        }
    }

    @Command(name = "disable", customSynopsis = "disable", description = "Disables authentication")
    static final class AuthDisableCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.isEmpty(), "auth disable command does not accept any arguments");
            CtlSession session = session();
            Patience patience = session.patience();
            try (ClusterClient client = session.client()) {
                client.ask(Calls.AUTH_DISABLE, AuthDisableRequest.getDefaultInstance(), patience);
            }
            session.terminal().out().println("Authentication Disabled");
            return 0;
        }
    }

    @Command(name = "status", customSynopsis = "status", description = "Returns authentication status")
    static final class AuthStatusCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.isEmpty(), "auth status command does not accept any arguments");
            CtlSession session = session();
            Patience patience = session.patience();
            try (ClusterClient client = session.client()) {
                session.display()
                        .show(new AuthAnswers.State(
                                client.ask(Calls.AUTH_STATUS, AuthStatusRequest.getDefaultInstance(), patience)));
            }
            return 0;
        }
    }
}
