// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseLeasesResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Answers about leases. The Go client has types of its own for all but the revocation, with the header's fields among
 * theirs: so JSON shows them, and protobuf only the header.
 */
public final class LeaseAnswers {
    private LeaseAnswers() {}

    /** A lease that was granted. */
    public record Granted(LeaseGrantResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            out.line("lease " + GoText.lease(message.getID()) + " granted with TTL(" + message.getTTL() + "s)");
        }

        @Override
        public void fields(FieldLines out) {
            out.header(message.getHeader());
            out.lease("ID", message.getID());
            out.field("TTL", message.getTTL());
        }

        @Override
        public Object json(boolean hex) {
            Map<String, Object> fields = GoJsonText.embedded(message.getHeader());
            fields.put("ID", message.getID());
            fields.put("TTL", message.getTTL());
            fields.put("Error", message.getError());
            return fields;
        }

        @Override
        public byte[] protobuf() {
            return message.getHeader().toByteArray();
        }
    }

    /** A lease that was taken back. */
    public record Revoked(long id, LeaseRevokeResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            out.line("lease " + GoText.lease(id) + " revoked");
        }

        @Override
        public void fields(FieldLines out) {
            out.header(message.getHeader());
        }
    }

    /** A lease that was renewed. */
    public record Renewed(LeaseKeepAliveResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            out.line("lease " + GoText.lease(message.getID()) + " keepalived with TTL(" + message.getTTL() + ")");
        }

        @Override
        public void fields(FieldLines out) {
            out.header(message.getHeader());
            out.lease("ID", message.getID());
            out.field("TTL", message.getTTL());
        }

        @Override
        public Object json(boolean hex) {
            Map<String, Object> fields = GoJsonText.embedded(message.getHeader());
            fields.put("ID", message.getID());
            fields.put("TTL", message.getTTL());
            return fields;
        }

        @Override
        public byte[] protobuf() {
            return message.getHeader().toByteArray();
        }
    }

    /** How long a lease has left; {@code withKeys} if its keys were asked for. */
    public record Remaining(LeaseTimeToLiveResponse message, boolean withKeys) implements CommandAnswer {
        private static final long EXPIRED = -1;

        @Override
        public void simple(SimpleLines out) {
            String lease = "lease " + GoText.lease(message.getID());
            if (message.getGrantedTTL() == 0 && message.getTTL() == EXPIRED) {
                out.line(lease + " already expired");
                return;
            }
            String keys = message.getKeysList().stream()
                    .map(ByteString::toStringUtf8)
                    .collect(Collectors.joining(" ", ", attached keys([", "])"));
            out.line(lease + " granted with TTL(" + message.getGrantedTTL() + "s), remaining(" + message.getTTL() + "s)"
                    + (withKeys ? keys : ""));
        }

        @Override
        public void fields(FieldLines out) {
            out.header(message.getHeader());
            out.lease("ID", message.getID());
            out.field("TTL", message.getTTL());
            out.field("GrantedTTL", message.getGrantedTTL());
            message.getKeysList().forEach(each -> out.quoted("Key", each));
        }

        @Override
        public Object json(boolean hex) {
            Map<String, Object> fields = GoJsonText.embedded(message.getHeader());
            fields.put("id", message.getID());
            fields.put("ttl", message.getTTL());
            fields.put("granted-ttl", message.getGrantedTTL());
            fields.put("keys", message.getKeysCount() == 0 ? null : message.getKeysList());
            return fields;
        }

        @Override
        public byte[] protobuf() {
            return message.getHeader().toByteArray();
        }
    }

    /** All leases there are. */
    public record Listed(LeaseLeasesResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            out.line("found " + message.getLeasesCount() + " leases");
            message.getLeasesList().forEach(each -> out.line(GoText.lease(each.getID())));
        }

        @Override
        public void fields(FieldLines out) {
            out.header(message.getHeader());
            message.getLeasesList().forEach(each -> out.lease("ID", each.getID()));
        }

        @Override
        public Object json(boolean hex) {
            Map<String, Object> fields = GoJsonText.embedded(message.getHeader());
            List<Map<String, Long>> leases = message.getLeasesList().stream()
                    .map(each -> Map.of("id", each.getID()))
                    .toList();
            fields.put("leases", leases);
            return fields;
        }

        @Override
        public byte[] protobuf() {
            return message.getHeader().toByteArray();
        }
    }
}
