// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.auth;

import com.google.protobuf.ByteString;
import dev.cairn.node.client.Calls;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.ctl.print.TextAnswer;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.authpb.Permission;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGrantPermissionRequest;
import dev.cairn.node.wire.etcdserverpb.AuthRoleRevokePermissionRequest;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code role grant-permission} and {@code role revoke-permission}. */
final class PermissionCommands {
    private PermissionCommands() {}

    @Command(
            name = "grant-permission",
            customSynopsis = "grant-permission [options] <role name> <permission type> <key> [endkey]",
            description = "Grants a key to a role")
    static final class GrantPermissionCommand extends CtlCommand {
        @Mixin
        private PermissionFlags flags;

        @Override
        protected int run(List<String> args) {
            check(
                    args.size() >= 3,
                    "role grant command requires role name, permission type, and key [endkey] as its argument");
            Permission.Type type = type(args.get(1));
            KeyRange range = flags.range(args.subList(2, args.size()));
            CtlSession session = session();
            var response = AuthQuestions.ask(
                    session,
                    Calls.ROLE_GRANT_PERMISSION,
                    AuthRoleGrantPermissionRequest.newBuilder()
                            .setName(args.getFirst())
                            .setPerm(Permission.newBuilder()
                                    .setPermType(type)
                                    .setKey(range.key())
                                    .setRangeEnd(range.end()))
                            .build());
            session.display()
                    .show(new TextAnswer("Role " + args.getFirst() + " updated", response.getHeader(), response));
            return 0;
        }

        private static Permission.Type type(String text) {
            for (Permission.Type type :
                    List.of(Permission.Type.READ, Permission.Type.WRITE, Permission.Type.READWRITE)) {
                if (type.name().equals(text.toUpperCase(Locale.ROOT))) {
                    return type;
                }
            }
            throw badArguments("invalid permission type: " + text);
        }
    }

    @Command(
            name = "revoke-permission",
            customSynopsis = "revoke-permission <role name> <key> [endkey]",
            description = "Revokes a key from a role")
    static final class RevokePermissionCommand extends CtlCommand {
        @Mixin
        private PermissionFlags flags;

        @Override
        protected int run(List<String> args) {
            check(
                    args.size() >= 2,
                    "role revoke-permission command requires role name and key [endkey] as its argument");
            KeyRange range = flags.range(args.subList(1, args.size()));
            CtlSession session = session();
            var response = AuthQuestions.ask(
                    session,
                    Calls.ROLE_REVOKE_PERMISSION,
                    AuthRoleRevokePermissionRequest.newBuilder()
                            .setRole(args.getFirst())
                            .setKey(range.key())
                            .setRangeEnd(range.end())
                            .build());
            session.display()
                    .show(new TextAnswer(
                            text(args.getFirst(), args.get(1), range.end()), response.getHeader(), response));
            return 0;
        }

        private static String text(String role, String key, ByteString end) {
            if (end.isEmpty()) {
                return "Permission of key " + key + " is revoked from role " + role;
            }
            boolean open = end.size() == 1 && end.byteAt(0) == 0;
            return "Permission of range [" + key + ", " + (open ? "<open ended>" : end.toStringUtf8() + ")")
                    + " is revoked from role " + role;
        }
    }
}
