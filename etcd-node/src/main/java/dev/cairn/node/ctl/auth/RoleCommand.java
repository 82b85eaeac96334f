// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.auth;

import dev.cairn.node.client.Calls;
import dev.cairn.node.ctl.print.AuthAnswers;
import dev.cairn.node.ctl.print.TextAnswer;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlGroup;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.etcdserverpb.AuthRoleAddRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleDeleteRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGetRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleListRequest;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code role} and what stands behind it. */
@Command(
        name = "role",
        description = "Role related commands",
        subcommands = {
            RoleCommand.RoleAddCommand.class,
            RoleCommand.RoleDeleteCommand.class,
            RoleCommand.RoleGetCommand.class,
            RoleCommand.RoleListCommand.class,
            PermissionCommands.GrantPermissionCommand.class,
            PermissionCommands.RevokePermissionCommand.class
        })
public final class RoleCommand extends CtlGroup {
    @Command(name = "add", customSynopsis = "add <role name>", description = "Adds a new role")
    static final class RoleAddCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.size() == 1, "role add command requires role name as its argument");
            CtlSession session = session();
            var response = AuthQuestions.ask(
                    session,
                    Calls.ROLE_ADD,
                    AuthRoleAddRequest.newBuilder().setName(args.getFirst()).build());
            session.display()
                    .show(new TextAnswer("Role " + args.getFirst() + " created", response.getHeader(), response));
            return 0;
        }
    }

    @Command(name = "delete", customSynopsis = "delete <role name>", description = "Deletes a role")
    static final class RoleDeleteCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.size() == 1, "role delete command requires role name as its argument");
            CtlSession session = session();
            var response = AuthQuestions.ask(
                    session,
                    Calls.ROLE_DELETE,
                    AuthRoleDeleteRequest.newBuilder().setRole(args.getFirst()).build());
            session.display()
                    .show(new TextAnswer("Role " + args.getFirst() + " deleted", response.getHeader(), response));
            return 0;
        }
    }

    @Command(name = "get", customSynopsis = "get <role name>", description = "Gets detailed information of a role")
    static final class RoleGetCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.size() == 1, "role get command requires role name as its argument");
            CtlSession session = session();
            var response = AuthQuestions.ask(
                    session,
                    Calls.ROLE_GET,
                    AuthRoleGetRequest.newBuilder().setRole(args.getFirst()).build());
            session.display().show(new AuthAnswers.Granted(args.getFirst(), response));
            return 0;
        }
    }

    @Command(name = "list", customSynopsis = "list", description = "Lists all roles")
    static final class RoleListCommand extends CtlCommand {
        @Override
        protected int run(List<String> args) {
            check(args.isEmpty(), "role list command requires no arguments");
            CtlSession session = session();
            var response = AuthQuestions.ask(
                    session, Calls.ROLE_LIST, AuthRoleListRequest.newBuilder().build());
            session.display().show(new AuthAnswers.Roles(response));
            return 0;
        }
    }
}
