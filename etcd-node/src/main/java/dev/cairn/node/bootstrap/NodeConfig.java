// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.api.ApiConfig;
import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.flags.FeatureGates;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.bootstrap.flags.Values;
import dev.cairn.node.bootstrap.flags.Version;
import dev.cairn.node.server.HistoryKept;
import dev.cairn.node.server.LeaseCheckpoints;
import dev.cairn.node.server.Monitors;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.wire.EtcdUrl;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A start's flags with meaning: checked against each other, defaults that depend on others filled in. */
record NodeConfig(
        Path dataDir,
        Path walDir,
        List<EtcdUrl> listenPeerUrls,
        List<EtcdUrl> listenClientUrls,
        List<EtcdUrl> listenClientHttpUrls,
        List<EtcdUrl> listenMetricsUrls,
        String initialCluster,
        String initialClusterToken,
        boolean newCluster,
        ServerConfig server,
        FeatureGates gates,
        ApiConfig.Watched watched,
        Flags flags) {
    private static final long DEFAULT_WATCH_PROGRESS_MILLIS = 600_000;
    private static final long MIN_WATCH_PROGRESS_MILLIS = 100;
    /** As etcd: no flag changes it. */
    private static final long LEASE_CHECKPOINT_SECONDS = 300;

    private static final long DEFAULT_QUOTA_BYTES = 2L * 1024 * 1024 * 1024;

    static NodeConfig of(Flags flags) {
        requireTogether(flags, "listen-client-urls", "advertise-client-urls");
        String name = flags.string("name");
        Path dataDir = path("data-dir", flags.string("data-dir").isEmpty() ? name + ".etcd" : flags.string("data-dir"));
        String walDir = flags.string("wal-dir");
        String cluster = flags.string("initial-cluster").isEmpty()
                ? defaultCluster(name, flags.urls("initial-advertise-peer-urls"))
                : flags.string("initial-cluster");
        FeatureGates gates = FeatureGates.of(flags);
        gates.withoutEffect().forEach(gate -> flags.warn("feature gate " + gate + " has no effect here"));
        return new NodeConfig(
                dataDir,
                walDir.isEmpty() ? dataDir.resolve("member").resolve("wal") : path("wal-dir", walDir),
                flags.urls("listen-peer-urls"),
                flags.urls("listen-client-urls"),
                flags.urls("listen-client-http-urls"),
                flags.urls("listen-metrics-urls"),
                cluster,
                flags.string("initial-cluster-token"),
                isNew(flags.string("initial-cluster-state")),
                serverConfig(name, flags, gates),
                gates,
                new ApiConfig.Watched(
                        isExtensive(flags.string("metrics")),
                        flags.duration("warning-unary-request-duration").toNanos()),
                flags);
    }

    private static Path path(String flag, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw Values.invalid(flag, value, e.getReason());
        }
    }

    private static ServerConfig serverConfig(String name, Flags flags, FeatureGates gates) {
        int heartbeat = positive(flags, "heartbeat-interval");
        int election = positive(flags, "election-timeout");
        if (election < 5 * heartbeat) {
            throw new BadConfigException("--election-timeout[" + election + "ms] should be at least as 5 times as"
                    + " --heartbeat-interval[" + heartbeat + "ms]");
        }
        if (election > 50_000) {
            throw new BadConfigException(
                    "--election-timeout[" + election + "ms] is too long, and should be set less than 50000ms");
        }
        return new ServerConfig(
                name,
                advertised(flags, "initial-advertise-peer-urls"),
                advertised(flags, "advertise-client-urls"),
                Version.reported(flags.string("compat-version")),
                heartbeat,
                election / heartbeat,
                flags.bool("pre-vote"),
                flags.bool("initial-election-tick-advance"),
                positive(flags, "snapshot-count"),
                positive(flags, "snapshot-catchup-entries"),
                positive(flags, "max-request-bytes"),
                positive(flags, "max-txn-ops"),
                positive(flags, "max-learners"),
                flags.number("quota-backend-bytes") == 0 ? DEFAULT_QUOTA_BYTES : flags.number("quota-backend-bytes"),
                flags.bool("strict-reconfig-check"),
                historyKept(flags),
                watchProgressMillis(flags),
                flags.duration("warning-apply-duration").toNanos(),
                monitors(flags, gates),
                leaseCheckpoints(gates));
    }

    private static Monitors monitors(Flags flags, FeatureGates gates) {
        Duration compactions = flags.duration("compact-hash-check-time");
        if (compactions.isZero()) {
            throw new BadConfigException(
                    "--compact-hash-check-time must be >0 (set to " + flags.string("compact-hash-check-time") + ")");
        }
        return new Monitors(
                gates.isEnabled("InitialCorruptCheck"),
                millis(flags.duration("corrupt-check-time")),
                gates.isEnabled("CompactHashCheck") ? millis(compactions) : 0,
                millis(flags.duration("downgrade-check-time")));
    }

    /** Of what is not zero no less than one. */
    private static long millis(Duration interval) {
        return interval.isZero() ? 0 : Math.max(1, interval.toMillis());
    }

    private static LeaseCheckpoints leaseCheckpoints(FeatureGates gates) {
        return gates.isEnabled("LeaseCheckpoint")
                ? new LeaseCheckpoints(LEASE_CHECKPOINT_SECONDS, gates.isEnabled("LeaseCheckpointPersist"))
                : LeaseCheckpoints.NONE;
    }

    private static String defaultCluster(String name, List<EtcdUrl> peerUrls) {
        return String.join(",", peerUrls.stream().map(url -> name + "=" + url).toList());
    }

    private static void requireTogether(Flags flags, String listen, String advertise) {
        if (flags.isSet(listen) && !flags.isSet(advertise)) {
            throw new BadConfigException("--" + advertise + " is required when --" + listen + " is set explicitly");
        }
    }

    /** As etcd: a bare number counts hours in mode periodic and revisions in mode revision. */
    private static HistoryKept historyKept(Flags flags) {
        String mode = flags.string("auto-compaction-mode");
        String retention = flags.string("auto-compaction-retention");
        if (retention.isEmpty() || retention.equals("0")) {
            return HistoryKept.ALL;
        }
        return switch (mode) {
            case "revision" -> new HistoryKept(Duration.ZERO, Values.number("auto-compaction-retention", retention));
            case "periodic" -> new HistoryKept(Values.duration("auto-compaction-retention", hoursOf(retention)), 0);
            default -> throw Values.invalid("auto-compaction-mode", mode, "expected periodic or revision");
        };
    }

    private static String hoursOf(String retention) {
        return retention.matches("\\d+") ? retention + "h" : retention;
    }

    /** As etcd: what is shorter than a tenth of a second counts as that, and zero as the default. */
    private static long watchProgressMillis(Flags flags) {
        Duration given = flags.duration("watch-progress-notify-interval");
        return given.isZero() ? DEFAULT_WATCH_PROGRESS_MILLIS : Math.max(MIN_WATCH_PROGRESS_MILLIS, given.toMillis());
    }

    /** As etcd: what is not {@code extensive} is basic, whatever it says. */
    private static boolean isExtensive(String metrics) {
        return metrics.equals("extensive");
    }

    private static boolean isNew(String state) {
        return switch (state) {
            case "new" -> true;
            case "existing" -> false;
            default -> throw Values.invalid("initial-cluster-state", state, "expected new or existing");
        };
    }

    private static int positive(Flags flags, String name) {
        int value = flags.intNumber(name);
        if (value <= 0) {
            throw Values.invalid(name, String.valueOf(value), "expected a number above 0");
        }
        return value;
    }

    private static List<String> advertised(Flags flags, String name) {
        List<EtcdUrl> urls = flags.urls(name);
        for (EtcdUrl url : urls) {
            if (url.host().isEmpty()) {
                throw new BadConfigException("--" + name + " \"" + flags.string(name)
                        + "\" must be \"host:port\" (unexpected empty host (" + url + "))");
            }
        }
        return urls.stream().map(EtcdUrl::toString).toList();
    }
}
