// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import com.google.protobuf.Message;
import dev.cairn.node.cli.BoxTable;
import dev.cairn.node.cli.HumanBytes;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.StatusResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What several members said about themselves, one after the other. */
public final class EndpointAnswers {
    private static final long PERCENT = 100;

    private EndpointAnswers() {}

    /** One endpoint's health; {@code error} is empty where it is well. */
    public record Condition(String endpoint, boolean health, String took, String error) {
        private Map<String, Object> json() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("endpoint", endpoint);
            fields.put("health", health);
            fields.put("took", took);
            if (!error.isEmpty()) {
                fields.put("error", error);
            }
            return fields;
        }
    }

    /** Whether each endpoint answers. {@code complaints} hears of the sick, in the simple form. */
    public record Conditions(List<Condition> all, SimpleLines complaints) implements CommandAnswer {
        @Override
        public Message message() {
            return null;
        }

        @Override
        public void simple(SimpleLines out) {
            for (Condition each : all) {
                if (each.error().isEmpty()) {
                    out.line(each.endpoint() + " is healthy: successfully committed proposal: took = " + each.took());
                } else {
                    complaints.line(each.endpoint() + " is unhealthy: failed to commit proposal: " + each.error());
                }
            }
        }

        @Override
        public void fields(FieldLines out) {
            for (Condition each : all) {
                out.quoted("Endpoint", each.endpoint());
                out.field("Health", each.health());
                out.field("Took", each.took());
                out.field("Error", each.error());
                out.line("");
            }
        }

        @Override
        public BoxTable table() {
            return new BoxTable(
                    List.of("ENDPOINT", "HEALTH", "TOOK", "ERROR"),
                    all.stream()
                            .map(each -> List.of(
                                    each.endpoint(), Boolean.toString(each.health()), each.took(), each.error()))
                            .toList());
        }

        @Override
        public Object json(boolean hex) {
            return all.isEmpty() ? null : all.stream().map(Condition::json).toList();
        }
    }

    /** A member's answer under its endpoint. */
    public record Of<A>(String endpoint, A answer) {}

    /** The status of each endpoint that answered. */
    public record Statuses(List<Of<StatusResponse>> all) implements CommandAnswer {
        private static final List<String> COLUMNS = List.of(
                "ENDPOINT",
                "ID",
                "VERSION",
                "STORAGE VERSION",
                "DB SIZE",
                "IN USE",
                "PERCENTAGE NOT IN USE",
                "QUOTA",
                "IS LEADER",
                "IS LEARNER",
                "RAFT TERM",
                "RAFT INDEX",
                "RAFT APPLIED INDEX",
                "ERRORS",
                "DOWNGRADE TARGET VERSION",
                "DOWNGRADE ENABLED");

        @Override
        public Message message() {
            return null;
        }

        @Override
        public void simple(SimpleLines out) {
            all.forEach(each -> out.line(String.join(", ", row(each))));
        }

        private static List<String> row(Of<StatusResponse> each) {
            StatusResponse status = each.answer();
            long member = status.getHeader().getMemberId();
            long unused =
                    status.getDbSize() == 0 ? 0 : PERCENT - status.getDbSizeInUse() * PERCENT / status.getDbSize();
            return List.of(
                    each.endpoint(),
                    Long.toHexString(member),
                    status.getVersion(),
                    status.getStorageVersion(),
                    HumanBytes.of(status.getDbSize()),
                    HumanBytes.of(status.getDbSizeInUse()),
                    unused + "%",
                    HumanBytes.of(status.getDbSizeQuota()),
                    Boolean.toString(status.getLeader() == member),
                    Boolean.toString(status.getIsLearner()),
                    Long.toUnsignedString(status.getRaftTerm()),
                    Long.toUnsignedString(status.getRaftIndex()),
                    Long.toUnsignedString(status.getRaftAppliedIndex()),
                    String.join(", ", status.getErrorsList()),
                    status.getDowngradeInfo().getTargetVersion(),
                    Boolean.toString(status.getDowngradeInfo().getEnabled()));
        }

        @Override
        public void fields(FieldLines out) {
            for (Of<StatusResponse> each : all) {
                StatusResponse status = each.answer();
                out.header(status.getHeader());
                out.quoted("Version", status.getVersion());
                out.quoted("StorageVersion", status.getStorageVersion());
                out.field("DBSize", status.getDbSize());
                out.field("DBSizeInUse", status.getDbSizeInUse());
                out.field("DBSizeQuota", status.getDbSizeQuota());
                out.field("Leader", Long.toUnsignedString(status.getLeader()));
                out.field("IsLearner", status.getIsLearner());
                out.field("RaftIndex", Long.toUnsignedString(status.getRaftIndex()));
                out.field("RaftTerm", Long.toUnsignedString(status.getRaftTerm()));
                out.field("RaftAppliedIndex", Long.toUnsignedString(status.getRaftAppliedIndex()));
                out.field("Errors", "[" + String.join(" ", status.getErrorsList()) + "]");
                out.quoted("Endpoint", each.endpoint());
                out.quoted("DowngradeTargetVersion", status.getDowngradeInfo().getTargetVersion());
                out.field("DowngradeEnabled", status.getDowngradeInfo().getEnabled());
                out.line("");
            }
        }

        @Override
        public BoxTable table() {
            return new BoxTable(COLUMNS, all.stream().map(Statuses::row).toList());
        }

        @Override
        public Object json(boolean hex) {
            return named("Status", all);
        }
    }

    /** The hash of each endpoint that answered. */
    public record Hashes(List<Of<HashKVResponse>> all) implements CommandAnswer {
        @Override
        public Message message() {
            return null;
        }

        @Override
        public void simple(SimpleLines out) {
            all.forEach(each -> out.line(String.join(", ", row(each))));
        }

        private static List<String> row(Of<HashKVResponse> each) {
            return List.of(
                    each.endpoint(),
                    Integer.toUnsignedString(each.answer().getHash()),
                    Long.toString(each.answer().getHashRevision()));
        }

        @Override
        public void fields(FieldLines out) {
            for (Of<HashKVResponse> each : all) {
                out.header(each.answer().getHeader());
                out.quoted("Endpoint", each.endpoint());
                out.field("Hash", Integer.toUnsignedString(each.answer().getHash()));
                out.field("HashRevision", each.answer().getHashRevision());
                out.line("");
            }
        }

        @Override
        public BoxTable table() {
            return new BoxTable(
                    List.of("ENDPOINT", "HASH", "HASH REVISION"),
                    all.stream().map(Hashes::row).toList());
        }

        @Override
        public Object json(boolean hex) {
            return named("HashKV", all);
        }
    }

    private static Object named(String name, List<? extends Of<? extends Message>> all) {
        if (all.isEmpty()) {
            return null;
        }
        return all.stream()
                .map(each -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("Endpoint", each.endpoint());
                    fields.put(name, each.answer());
                    return fields;
                })
                .toList();
    }
}
