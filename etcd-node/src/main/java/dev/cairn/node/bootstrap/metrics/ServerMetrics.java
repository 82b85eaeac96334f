// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.member.Measures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** etcd's own metric names over a member's measures, for the dashboards and alerts that people have. */
public final class ServerMetrics {
    private final MeterRegistry registry;
    private final Measures measures;
    private final Set<String> versions = new TreeSet<>();

    private ServerMetrics(MeterRegistry registry, Measures measures) {
        this.registry = registry;
        this.measures = measures;
    }

    public static ServerMetrics register(
            MeterRegistry registry, Measures measures, ServerConfig config, long memberId) {
        ServerMetrics metrics = new ServerMetrics(registry, measures);
        metrics.server();
        metrics.store();
        metrics.memory();
        metrics.constant("etcd.server.version", Tags.of("server_version", config.serverVersion()));
        metrics.constant("etcd.server.id", Tags.of("server_id", Long.toHexString(memberId)));
        metrics.gauge("etcd.server.quota.backend.bytes", each -> config.quotaBytes());
        return metrics;
    }

    /** Called now and then, from one thread: a new version of the cluster becomes 1, the one before 0, as in etcd. */
    public void refresh() {
        String version = measures.clusterVersion();
        if (version != null && versions.add(version)) {
            Gauge.builder("etcd.cluster.version", measures, each -> version.equals(each.clusterVersion()) ? 1 : 0)
                    .description("Which version is running. 1 for 'cluster_version' label with current cluster version")
                    .tag("cluster_version", version)
                    .register(registry);
        }
    }

    private void server() {
        gauge("etcd.server.has.leader", each -> each.hasLeader() ? 1 : 0);
        gauge("etcd.server.is.leader", each -> each.isLeader() ? 1 : 0);
        gauge("etcd.server.is.learner", each -> each.isLearner() ? 1 : 0);
        gauge("etcd.server.proposals.pending", Measures::pendingProposals);
        counter("etcd.server.proposals.failed", Measures::failedProposals);
        counter("etcd.server.proposals.applied", Measures::appliedIndex);
        counter("etcd.server.proposals.committed", Measures::commitIndex);
        counter("etcd.server.leader.changes.seen", Measures::leaderChanges);
    }

    private void store() {
        gauge("etcd.mvcc.db.total.size.in.bytes", Measures::storeBytes);
        gauge("etcd.mvcc.db.total.size.in.use.in.bytes", Measures::storeBytesInUse);
        gauge("etcd.debugging.mvcc.current.revision", Measures::currentRevision);
        gauge("etcd.debugging.mvcc.compact.revision", Measures::compactRevision);
        gauge("etcd.debugging.auth.revision", Measures::authRevision);
    }

    /** The parts of the memory budget, and where the index ends in alarm NOSPACE. */
    private void memory() {
        memory("index", Measures::indexBytes);
        memory("records", Measures::recordCacheBytes);
        memory("log", Measures::logBytes);
        memory("watch", Measures::watchBytes);
        memory("proposals", Measures::proposalBytes);
        gauge("cairn.memory.index.limit.bytes", Measures::indexLimitBytes);
    }

    private void memory(String part, ToDoubleFunction<Measures> value) {
        Gauge.builder("cairn.memory.bytes", measures, value)
                .tag("part", part)
                .description("What a part of the memory budget takes of the heap.")
                .register(registry);
    }

    private void gauge(String name, ToDoubleFunction<Measures> value) {
        Gauge.builder(name, measures, value).register(registry);
    }

    private void counter(String name, ToDoubleFunction<Measures> value) {
        FunctionCounter.builder(name, measures, value).register(registry);
    }

    private void constant(String name, Tags tags) {
        Gauge.builder(name, measures, each -> 1).tags(tags).register(registry);
    }
}
