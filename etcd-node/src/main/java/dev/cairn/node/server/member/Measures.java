// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.apply.Features;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.mvcc.watch.WatchCounts;
import dev.cairn.node.mvcc.watch.WatchHub;
import dev.cairn.node.server.Health;
import dev.cairn.node.server.duty.SpaceQuota;
import dev.cairn.node.server.reaction.LeaderChanges;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.PendingProposals;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import java.util.List;

/** Numbers about a member, for whoever publishes them. Any thread. */
public final class Measures {
    private final RaftLoop loop;
    private final LiveFeatures live;
    private final PendingProposals proposals;
    private final SpaceQuota quota;
    private final WatchHub hub;
    private final Health health;
    private final LeaderChanges leaders;

    Measures(
            RaftLoop loop,
            LiveFeatures live,
            PendingProposals proposals,
            SpaceQuota quota,
            WatchHub hub,
            Health health,
            LeaderChanges leaders) {
        this.loop = loop;
        this.live = live;
        this.proposals = proposals;
        this.quota = quota;
        this.hub = hub;
        this.health = health;
        this.leaders = leaders;
    }

    public boolean hasLeader() {
        return loop.leadership().leader() != 0;
    }

    public boolean isLeader() {
        return loop.leadership().isLeader();
    }

    public boolean isLearner() {
        return health.isLearner();
    }

    /** Major and minor, as etcd's metric names it; null while the members have not agreed on one. */
    public String clusterVersion() {
        String version = health.clusterVersion();
        return version == null ? null : version.substring(0, version.lastIndexOf('.'));
    }

    public long leaderChanges() {
        return leaders.seen();
    }

    public long term() {
        return loop.leadership().term();
    }

    public long commitIndex() {
        return loop.leadership().commitIndex();
    }

    public long appliedIndex() {
        return live.now().applied().position().index();
    }

    public long pendingProposals() {
        return proposals.pending();
    }

    public long failedProposals() {
        return proposals.failures();
    }

    public long currentRevision() {
        return live.now().mvcc().currentRevision();
    }

    public long authRevision() {
        return live.now().auth().state().revision();
    }

    /** Keys that are there now. */
    public long keys() {
        return live.now().mvcc().keys();
    }

    public WatchCounts watches() {
        return hub.counts();
    }

    public List<AlarmMember> alarms() {
        return health.alarms();
    }

    /** Ids of all members. */
    public List<Long> members() {
        return live.now().members().view().members().stream()
                .map(ClusterMember::id)
                .toList();
    }

    public long compactRevision() {
        return live.now().mvcc().compactRevision();
    }

    /** Bytes on disk and in memory tables. */
    public long storeBytes() {
        return live.read(features -> features.backend().sizeBytes());
    }

    public long storeBytesInUse() {
        return live.read(Features::inUseBytes);
    }

    /** Memory that keys and leases take, counted as {@link dev.cairn.node.server.MemoryBudget} counts. */
    public long indexBytes() {
        return quota.indexBytes();
    }

    public long indexLimitBytes() {
        return quota.indexLimitBytes();
    }

    public long recordCacheBytes() {
        return live.now().mvcc().recordCacheBytes();
    }

    /** The end of the log that is in memory. */
    public long logBytes() {
        return loop.logBytes();
    }

    /** Recent events kept for watchers. */
    public long watchBytes() {
        return hub.counts().ringBytes();
    }

    public long proposalBytes() {
        return proposals.pendingBytes();
    }
}
