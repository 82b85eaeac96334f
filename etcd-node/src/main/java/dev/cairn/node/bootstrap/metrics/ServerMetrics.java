// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import dev.cairn.node.bootstrap.flags.FeatureGates;
import dev.cairn.node.figures.ApplyFigures;
import dev.cairn.node.figures.Figures;
import dev.cairn.node.figures.Outcomes;
import dev.cairn.node.figures.RequestFigures;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.member.Measures;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;

/**
 * A member's measures and figures under etcd's own metric names, for the dashboards and alerts that people have. What
 * etcd has and this has not is in {@code absent-metrics.txt} of the tests, each with its reason.
 */
public final class ServerMetrics implements Supplier<String> {
    private static final int PAST_ALARMS = 100;
    private static final List<String> GATE_LABELS = List.of("name", "stage");

    private final Measures measures;
    private final Figures figures;
    private final ServerConfig config;
    private final FeatureGates gates;
    private final String memberId;
    private final Set<String> versions = new ConcurrentSkipListSet<>();
    private final Set<AlarmLabels> alarms = new ConcurrentSkipListSet<>();
    private final Set<String> knownPeers = new ConcurrentSkipListSet<>();

    private record AlarmLabels(String member, String type) implements Comparable<AlarmLabels> {
        @Override
        public int compareTo(AlarmLabels other) {
            return (member + type).compareTo(other.member + other.type);
        }
    }

    public ServerMetrics(Measures measures, Figures figures, ServerConfig config, FeatureGates gates, long memberId) {
        this.measures = measures;
        this.figures = figures;
        this.config = config;
        this.gates = gates;
        this.memberId = Long.toHexString(memberId);
    }

    /** What there is to say now, in Prometheus' text format. */
    @Override
    public String get() {
        Exposition to = new Exposition();
        server(to);
        identity(to);
        requests(to);
        applied(to);
        store(to);
        new StoreMetrics(measures, figures).addTo(to);
        new PeerMetrics(figures.peers()).addTo(to);
        members(to);
        memory(to);
        return to.toString();
    }

    private void server(Exposition to) {
        to.gauge("etcd_server_has_leader", "1 while this member knows a leader, else 0.", flag(measures.hasLeader()));
        to.gauge("etcd_server_is_leader", "1 while this member leads, else 0.", flag(measures.isLeader()));
        to.gauge("etcd_server_is_learner", "1 while this member is a learner, else 0.", flag(measures.isLearner()));
        to.counter(
                "etcd_server_leader_changes_seen_total",
                "Changes of the leader that this member has seen.",
                measures.leaderChanges());
        to.gauge(
                "etcd_server_proposals_committed_total",
                "The index up to which the cluster has agreed.",
                measures.commitIndex());
        to.gauge(
                "etcd_server_proposals_applied_total",
                "The index up to which this member has applied what was agreed.",
                measures.appliedIndex());
        to.gauge(
                "etcd_server_proposals_pending",
                "Proposals of this member that wait to be agreed.",
                measures.pendingProposals());
        to.counter(
                "etcd_server_proposals_failed_total",
                "Proposals of this member that were not agreed in time.",
                measures.failedProposals());
        to.gauge(
                "etcd_server_quota_backend_bytes",
                "The size of the store at which writes are refused.",
                config.quotaBytes());
    }

    private void identity(Exposition to) {
        constant(to, "etcd_server_version", "The version that is running.", "server_version", config.serverVersion());
        constant(
                to,
                "etcd_server_go_version",
                "The runtime, which is Java's.",
                "server_go_version",
                "java" + Runtime.version());
        constant(to, "etcd_server_id", "The id of this member.", "server_id", memberId);
        String cluster = measures.clusterVersion();
        if (cluster != null) {
            versions.add(cluster);
        }
        to.family("gauge", "etcd_cluster_version", "1 for the version of the cluster, 0 for those before.");
        versions.forEach(each -> to.sample(
                "etcd_cluster_version", List.of("cluster_version"), List.of(each), flag(each.equals(cluster))));
        to.family("gauge", "etcd_server_feature_enabled", "1 where a feature gate is open, 0 where it is shut.");
        gates.all()
                .forEach(gate -> to.sample(
                        "etcd_server_feature_enabled",
                        GATE_LABELS,
                        List.of(gate.name(), gate.stage()),
                        flag(gates.isEnabled(gate.name()))));
    }

    private static void constant(Exposition to, String name, String help, String label, String value) {
        to.family("gauge", name, help).sample(name, List.of(label), List.of(value), 1);
    }

    private void requests(Exposition to) {
        RequestFigures requests = figures.requests();
        outcomes(
                to,
                "etcd_server_request_duration_seconds",
                "From a request to its answer.",
                "type",
                requests.durations());
        String ranges = "etcd_server_range_duration_seconds";
        to.family("histogram", ranges, "Reading keys, without the wait for what was agreed.");
        requests.ranges()
                .forEach(
                        (kind, good) -> to.buckets(ranges, List.of("success"), List.of("true"), good),
                        (kind, bad) -> to.buckets(ranges, List.of("success"), List.of("false"), bad));
        to.counter(
                "etcd_server_read_indexes_failed_total",
                "Read-index rounds that ended without an answer.",
                requests.readIndexesFailed().sum());
        to.counter(
                "etcd_server_slow_read_indexes_total",
                "Read-index rounds that nobody answered in time.",
                requests.slowReadIndexes().sum());
        to.counter(
                "etcd_server_heartbeat_send_failures_total",
                "Heartbeats that left too late.",
                requests.heartbeatSendFailures().sum());
        to.byLabel(
                "counter",
                "etcd_server_learner_promote_failures",
                "Promotions of learners that this member refused as the leader.",
                "Reason",
                requests.promoteFailures());
        to.counter(
                "etcd_server_learner_promote_successes",
                "Promotions of learners by this member as the leader.",
                requests.promoteSuccesses().sum());
        to.counter(
                "etcd_debugging_lease_renewed_total",
                "Leases kept alive by this member as the leader.",
                requests.leasesRenewed().sum());
        to.counter(
                "etcd_debugging_server_lease_expired_total",
                "Leases that this member ended as the leader.",
                requests.leasesExpired().sum());
    }

    private void applied(Exposition to) {
        ApplyFigures apply = figures.apply();
        String durations = "etcd_server_apply_duration_seconds";
        List<String> labels = List.of("version", "op", "success");
        to.family("histogram", durations, "Applying an entry of the log.");
        apply.durations()
                .forEach(
                        (op, good) -> to.buckets(durations, labels, List.of("v3", op, "true"), good),
                        (op, bad) -> to.buckets(durations, labels, List.of("v3", op, "false"), bad));
        to.counter(
                "etcd_server_slow_apply_total",
                "Requests that took longer than --warning-apply-duration.",
                apply.slow().sum());
        to.gauge(
                "etcd_server_snapshot_apply_in_progress_total",
                "1 while a snapshot from the leader is installed.",
                apply.installing().sum());
        to.counter("etcd_mvcc_range_total", "Reads of keys.", apply.ranges().sum());
        to.counter("etcd_mvcc_put_total", "Puts.", apply.puts().sum());
        to.counter("etcd_mvcc_delete_total", "Deletions.", apply.deletes().sum());
        to.counter(
                "etcd_mvcc_txn_total",
                "Transactions of several operations.",
                apply.txns().sum());
        to.gauge(
                "etcd_debugging_mvcc_total_put_size_in_bytes",
                "Bytes of keys and values that were put.",
                apply.putBytes().sum());
        to.counter(
                "etcd_debugging_lease_granted_total",
                "Leases granted.",
                apply.leasesGranted().sum());
        to.counter(
                "etcd_debugging_lease_revoked_total",
                "Leases that ended.",
                apply.leasesRevoked().sum());
        to.histogram("etcd_debugging_lease_ttl_total", "Seconds that leases were granted for.", apply.leaseTtls());
    }

    private static void outcomes(Exposition to, String name, String help, String label, Outcomes outcomes) {
        List<String> labels = List.of(label, "success");
        to.family("histogram", name, help);
        outcomes.forEach(
                (kind, good) -> to.buckets(name, labels, List.of(kind, "true"), good),
                (kind, bad) -> to.buckets(name, labels, List.of(kind, "false"), bad));
    }

    private void store(Exposition to) {
        to.gauge("etcd_debugging_auth_revision", "The revision of users and roles.", measures.authRevision());
        Set<AlarmLabels> active = new TreeSet<>(
                measures.alarms().stream().map(ServerMetrics::labels).toList());
        // Clients name the member of an alarm: what was is forgotten before there is much of it.
        if (alarms.size() > PAST_ALARMS) {
            alarms.clear();
        }
        alarms.addAll(active);
        String name = "etcd_debugging_server_alarms";
        to.family("gauge", name, "1 for each alarm that is raised, 0 for those that were.");
        alarms.forEach(each -> to.sample(
                name,
                List.of("server_id", "alarm_type"),
                List.of(each.member(), each.type()),
                flag(active.contains(each))));
    }

    private static AlarmLabels labels(AlarmMember alarm) {
        String type = alarm.getAlarm() == AlarmType.UNRECOGNIZED
                ? String.valueOf(alarm.getAlarmValue())
                : alarm.getAlarm().name();
        return new AlarmLabels(Long.toHexString(alarm.getMemberID()), type);
    }

    private void members(Exposition to) {
        List<String> now = new ArrayList<>();
        measures.members().forEach(id -> now.add(Long.toHexString(id)));
        knownPeers.addAll(now);
        List<String> labels = List.of("Local", "Remote");
        String known = "etcd_network_known_peers";
        to.family("gauge", known, "1 for each member, 0 for those that were.");
        knownPeers.forEach(each -> to.sample(known, labels, List.of(memberId, each), flag(now.contains(each))));
        String active = "etcd_network_active_peers";
        to.family("gauge", active, "1 while a member is connected, else 0.");
        figures.peers().active().forEach((id, value) -> to.sample(active, labels, pair(id), value.sum()));
        String lost = "etcd_network_disconnected_peers_total";
        to.family("counter", lost, "How often a member was lost.");
        figures.peers().disconnected().forEach((id, value) -> to.sample(lost, labels, pair(id), value.sum()));
    }

    private List<String> pair(List<String> remote) {
        return List.of(memberId, remote.getFirst());
    }

    /** The parts of the memory budget, and where the index ends in alarm NOSPACE. */
    private void memory(Exposition to) {
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("index", measures.indexBytes());
        parts.put("records", measures.recordCacheBytes());
        parts.put("log", measures.logBytes());
        parts.put("watch", measures.watchBytes());
        parts.put("proposals", measures.proposalBytes());
        String name = "cairn_memory_bytes";
        to.family("gauge", name, "What a part of the memory budget takes of the heap.");
        parts.forEach((part, bytes) -> to.sample(name, List.of("part"), List.of(part), bytes));
        to.gauge(
                "cairn_memory_index_limit_bytes",
                "The size of the index at which NOSPACE is raised.",
                measures.indexLimitBytes());
    }

    static double flag(boolean value) {
        return value ? 1 : 0;
    }
}
