// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.auth;

import dev.cairn.node.client.Calls;
import dev.cairn.node.ctl.print.AuthAnswers;
import dev.cairn.node.ctl.print.TextAnswer;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlGroup;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.etcdserverpb.AuthUserDeleteRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserGrantRoleRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserListRequest;
import dev.cairn.node.wire.etcdserverpb.AuthUserRevokeRoleRequest;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code user} and what stands behind it. */
@Command(
        name = "user",
        description = "User related commands",
        subcommands = {
            UserAddCommand.class,
            UserCommand.UserDeleteCommand.class,
            UserGetCommand.class,
            UserCommand.UserListCommand.class,
            UserPasswordCommand.class,
            UserCommand.GrantRoleCommand.class,
            UserCommand.RevokeRoleCommand.class
        })
public final class UserCommand extends CtlGroup {
    @Command(name = "delete", customSynopsis = "delete <user name>", description = "Deletes a user")
    static final class UserDeleteCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.size() == 1, "user delete command requires user name as its argument");
            CtlSession session = session();
            var response = AuthQuestions.ask(
                    session,
                    Calls.USER_DELETE,
                    AuthUserDeleteRequest.newBuilder().setName(args.getFirst()).build());
            session.display()
                    .show(new TextAnswer("User " + args.getFirst() + " deleted", response.getHeader(), response));
            return 0;
        }
    }

    @Command(name = "list", customSynopsis = "list", description = "Lists all users")
    static final class UserListCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.isEmpty(), "user list command requires no arguments");
            CtlSession session = session();
            var response = AuthQuestions.ask(
                    session, Calls.USER_LIST, AuthUserListRequest.newBuilder().build());
            session.display().show(new AuthAnswers.Users(response));
            return 0;
        }
    }

    @Command(
            name = "grant-role",
            customSynopsis = "grant-role <user name> <role name>",
            description = "Grants a role to a user")
    static final class GrantRoleCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.size() == 2, "user grant command requires user name and role name as its argument");
            CtlSession session = session();
            var response = AuthQuestions.ask(
                    session,
                    Calls.USER_GRANT_ROLE,
                    AuthUserGrantRoleRequest.newBuilder()
                            .setUser(args.get(0))
                            .setRole(args.get(1))
                            .build());
            session.display()
                    .show(new TextAnswer(
                            "Role " + args.get(1) + " is granted to user " + args.get(0),
                            response.getHeader(),
                            response));
            return 0;
        }
    }

    @Command(
            name = "revoke-role",
            customSynopsis = "revoke-role <user name> <role name>",
            description = "Revokes a role from a user")
    static final class RevokeRoleCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.size() == 2, "user revoke-role requires user name and role name as its argument");
            CtlSession session = session();
            var response = AuthQuestions.ask(
                    session,
                    Calls.USER_REVOKE_ROLE,
                    AuthUserRevokeRoleRequest.newBuilder()
                            .setName(args.get(0))
                            .setRole(args.get(1))
                            .build());
            session.display()
                    .show(new TextAnswer(
                            "Role " + args.get(1) + " is revoked from user " + args.get(0),
                            response.getHeader(),
                            response));
            return 0;
        }
    }
}
