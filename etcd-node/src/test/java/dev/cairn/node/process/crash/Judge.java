// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.crash;

import dev.cairn.node.process.cluster.RealCluster;
import dev.cairn.node.process.cluster.RealMember;
import dev.cairn.node.process.load.Load;
import dev.cairn.node.process.load.Probe;
import dev.cairn.node.process.load.Watcher;
import dev.cairn.node.sim.check.HashCheck;
import dev.cairn.node.sim.check.History;
import dev.cairn.node.sim.check.KeyLinearizabilityCheck;
import dev.cairn.node.sim.check.Operation;
import dev.cairn.node.sim.check.SerializabilityCheck;
import dev.cairn.node.sim.check.Timeline;
import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.sim.check.WatchCheck;
import dev.cairn.node.sim.check.WatchSegment;
import dev.cairn.node.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;

/** All properties of a cluster's whole history, looked at while the load rests and every member is up. */
final class Judge {
    private static final long CATCH_UP_SECONDS = 120;

    private final RealCluster cluster;
    private final Load load;
    private final HashCheck hashes = new HashCheck();
    private long compactedAt;

    Judge(RealCluster cluster, Load load) {
        this.cluster = cluster;
        this.load = load;
    }

    /** Throws a {@link Violation}. Returns the revision up to which everything was looked at. */
    long judge() {
        long revision = Probe.revision(cluster.up().getFirst());
        List<WatchSegment> replays = new ArrayList<>();
        for (RealMember.Life member : cluster.up()) {
            replays.add(Probe.replay(member, compactedAt + 1, revision));
        }
        load.observed().look(history -> {
            Losses losses = Losses.of(history.operations(), replays, compactedAt);
            if (losses.count() > 0) {
                throw losses;
            }
            return null;
        });
        awaitWatchers(revision);
        hash(revision);
        load.requireWhole();
        return load.observed().look(history -> check(history, replays));
    }

    private void awaitWatchers(long revision) {
        for (Watcher watcher : load.watchers()) {
            if (watcher.watchesEverything()) {
                Eventually.within(
                        CATCH_UP_SECONDS,
                        () -> "watch: the one at " + watcher.member() + " stays before revision " + watcher.next()
                                + " of " + revision,
                        () -> watcher.next() > revision);
            }
        }
    }

    private void hash(long revision) {
        cluster.up().forEach(member -> Probe.hash(member, revision, hashes));
    }

    private static long check(History history, List<WatchSegment> replays) {
        List<WatchSegment> watches = new ArrayList<>(history.watches());
        watches.addAll(replays);
        Timeline timeline = Timeline.of(watches, false);
        new WatchCheck(timeline).check(watches);
        new SerializabilityCheck(timeline).check(history.operations());
        new KeyLinearizabilityCheck().check(kvOperations(history.operations()));
        return timeline.last();
    }

    /** Keys on leases are deleted by no client. */
    private static List<Operation> kvOperations(List<Operation> operations) {
        return operations.stream()
                .filter(operation ->
                        operation.call().key() != null && operation.call().key().startsWith("k"))
                .toList();
    }

    /** Behind every watcher, so that nobody misses anything. */
    void compact(long behind) {
        long next = load.watchers().stream()
                .filter(Watcher::watchesEverything)
                .mapToLong(Watcher::next)
                .min()
                .orElseThrow();
        long at = next - 1 - behind;
        if (at > compactedAt) {
            Probe.compact(cluster.up().getFirst(), at);
            compactedAt = at;
        }
    }

    /** Long after the last renewal every lease is gone, by every member's word. */
    void judgeLeases() {
        long end = load.observed().lookAtLeases(leases -> leases.lastMillis());
        while (Probe.nowMillis() < end) {
            Strike.pause(100);
        }
        RealMember.Life member = cluster.up().getFirst();
        Eventually.within(
                CATCH_UP_SECONDS,
                "leases: all expire",
                () -> Probe.leases(member).isEmpty());
        List<String> keys = Probe.keys(member);
        load.observed().lookAtLeases(leases -> {
            leases.allGone(List.of(), keys);
            return null;
        });
    }
}
