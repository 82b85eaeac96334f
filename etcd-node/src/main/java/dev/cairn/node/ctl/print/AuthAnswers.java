// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.authpb.Permission;
import dev.cairn.node.wire.etcdserverpb.AuthRoleGetResponse;
import dev.cairn.node.wire.etcdserverpb.AuthRoleListResponse;
import dev.cairn.node.wire.etcdserverpb.AuthStatusResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserGetResponse;
import dev.cairn.node.wire.etcdserverpb.AuthUserListResponse;

/** Answers about users, roles and what they may do. */
public final class AuthAnswers {
    private static final ByteString OPEN_END = ByteString.copyFrom(new byte[1]);

    private AuthAnswers() {}

    /** What a role may do. */
    public record Granted(String role, AuthRoleGetResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            out.line("Role " + role);
            if (role.equals("root") && message.getPermCount() == 0) {
                out.line("KV Read:\n\t[, <open ended>\nKV Write:\n\t[, <open ended>");
                return;
            }
            out.line("KV Read:");
            lines(out, Permission.Type.READ);
            out.line("KV Write:");
            lines(out, Permission.Type.WRITE);
        }

        private void lines(SimpleLines out, Permission.Type type) {
            message.getPermList().stream()
                    .filter(each -> each.getPermType() == type || each.getPermType() == Permission.Type.READWRITE)
                    .forEach(each -> line(out, each));
        }

        private static void line(SimpleLines out, Permission permission) {
            ByteString key = permission.getKey();
            ByteString end = permission.getRangeEnd();
            boolean single = end.isEmpty();
            out.bytes(ByteString.copyFromUtf8(single ? "\t" : "\t["));
            out.bytes(key);
            if (!single && end.equals(OPEN_END)) {
                out.bytes(ByteString.copyFromUtf8(", <open ended>"));
            } else if (!single) {
                out.bytes(ByteString.copyFromUtf8(", "));
                out.bytes(end);
                out.bytes(ByteString.copyFromUtf8(")"));
            }
            if (!single && !key.isEmpty() && KeyRange.prefixEnd(key).equals(end)) {
                out.bytes(ByteString.copyFromUtf8(" (prefix "));
                out.bytes(key);
                out.bytes(ByteString.copyFromUtf8(")"));
            }
            out.line("");
        }

        @Override
        public void fields(FieldLines out) {
            out.header(message.getHeader());
            for (Permission each : message.getPermList()) {
                // Two blanks behind the colon, as etcdctl has it.
                out.line("\"PermType\" :  " + each.getPermType());
                out.quoted("Key", each.getKey());
                out.quoted("RangeEnd", each.getRangeEnd());
            }
        }
    }

    /** All roles. */
    public record Roles(AuthRoleListResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            message.getRolesList().forEach(out::line);
        }

        @Override
        public void fields(FieldLines out) {
            out.header(message.getHeader());
            StringBuilder roles = new StringBuilder("\"Roles\" :");
            message.getRolesList().forEach(each -> roles.append(' ').append(GoText.quote(each)));
            out.line(roles.toString());
        }
    }

    /** A user's roles. */
    public record UserRoles(String user, AuthUserGetResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            out.line("User: " + user);
            StringBuilder roles = new StringBuilder("Roles:");
            message.getRolesList().forEach(each -> roles.append(' ').append(each));
            out.line(roles.toString());
        }
    }

    /** All users. */
    public record Users(AuthUserListResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            message.getUsersList().forEach(out::line);
        }
    }

    /** Whether anybody is asked who they are. */
    public record State(AuthStatusResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            out.line("Authentication Status: " + message.getEnabled());
            out.line("AuthRevision: " + Long.toUnsignedString(message.getAuthRevision()));
        }
    }
}
