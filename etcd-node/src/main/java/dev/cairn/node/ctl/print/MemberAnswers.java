// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import com.google.protobuf.Message;
import dev.cairn.node.cli.BoxTable;
import dev.cairn.node.wire.etcdserverpb.Member;
import dev.cairn.node.wire.etcdserverpb.MemberAddResponse;
import dev.cairn.node.wire.etcdserverpb.MemberListResponse;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers about who belongs to the cluster. */
public final class MemberAnswers {
    private static final List<String> COLUMNS =
            List.of("ID", "STATUS", "NAME", "PEER ADDRS", "CLIENT ADDRS", "IS LEARNER");

    private MemberAnswers() {}

    /** A member that was added. */
    public record Added(MemberAddResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            out.line("Member " + padded(message.getMember().getID()) + " added"
                    + (message.getMember().getIsLearner() ? " as learner " : " ") + "to cluster "
                    + padded(message.getHeader().getClusterId()));
        }

        @Override
        public Object json(boolean hex) {
            if (!hex) {
                return message;
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("header", hexHeader(message.getHeader()));
            fields.put("member", hexMember(message.getMember()));
            fields.put("members", hexMembers(message.getMembersList()));
            return fields;
        }
    }

    /**
     * A member that was removed, updated or promoted, and who there is now.
     *
     * @param done as in {@code removed from}
     */
    public record Changed(long id, String done, ResponseHeader header, List<Member> members, Message message)
            implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            out.line("Member " + padded(id) + " " + done + " cluster " + padded(header.getClusterId()));
        }

        @Override
        public Object json(boolean hex) {
            if (!hex) {
                return message;
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("header", hexHeader(header));
            fields.put("members", hexMembers(members));
            return fields;
        }
    }

    /** Who there is. */
    public record Members(MemberListResponse message) implements CommandAnswer {
        @Override
        public void simple(SimpleLines out) {
            rows().forEach(row -> out.line(String.join(", ", row)));
        }

        @Override
        public void fields(FieldLines out) {
            out.header(message.getHeader());
            for (Member member : message.getMembersList()) {
                out.id("ID", member.getID());
                out.quoted("Name", member.getName());
                member.getPeerURLsList().forEach(url -> out.quoted("PeerURL", url));
                member.getClientURLsList().forEach(url -> out.quoted("ClientURL", url));
                out.field("IsLearner", member.getIsLearner());
                out.line("");
            }
        }

        @Override
        public BoxTable table() {
            return new BoxTable(COLUMNS, rows());
        }

        private List<List<String>> rows() {
            return message.getMembersList().stream().map(MemberAnswers::row).toList();
        }

        @Override
        public Object json(boolean hex) {
            if (!hex) {
                return message;
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("header", hexHeader(message.getHeader()));
            fields.put("members", hexMembers(message.getMembersList()));
            return fields;
        }
    }

    private static List<String> row(Member member) {
        return List.of(
                Long.toHexString(member.getID()),
                member.getName().isEmpty() ? "unstarted" : "started",
                member.getName(),
                String.join(",", member.getPeerURLsList()),
                String.join(",", member.getClientURLsList()),
                Boolean.toString(member.getIsLearner()));
    }

    /** Sixteen places, blanks before shorter ones. */
    private static String padded(long id) {
        return String.format("%16s", Long.toHexString(id));
    }

    private static Map<String, Object> hexHeader(ResponseHeader header) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cluster_id", Long.toHexString(header.getClusterId()));
        fields.put("member_id", Long.toHexString(header.getMemberId()));
        if (header.getRevision() != 0) {
            fields.put("revision", header.getRevision());
        }
        if (header.getRaftTerm() != 0) {
            fields.put("raft_term", new GoJsonText.Unsigned(header.getRaftTerm()));
        }
        return fields;
    }

    private static List<Map<String, Object>> hexMembers(List<Member> members) {
        return members.stream().map(MemberAnswers::hexMember).toList();
    }

    private static Map<String, Object> hexMember(Member member) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ID", Long.toHexString(member.getID()));
        if (!member.getName().isEmpty()) {
            fields.put("name", member.getName());
        }
        if (member.getPeerURLsCount() > 0) {
            fields.put("peerURLs", member.getPeerURLsList());
        }
        if (member.getClientURLsCount() > 0) {
            fields.put("clientURLs", member.getClientURLsList());
        }
        if (member.getIsLearner()) {
            fields.put("isLearner", true);
        }
        return fields;
    }
}
