// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.apply.Features;
import dev.cairn.node.server.stage.LiveFeatures;

/** Numbers about a member, for whoever publishes them. Any thread. */
public final class Measures {
    private final EtcdServer server;
    private final LiveFeatures live;
    private volatile long leaderChanges;

    Measures(EtcdServer server) {
        this.server = server;
        this.live = server.live();
    }

    /** Raft loop only. */
    void leaderChanged() {
        leaderChanges++;
    }

    public boolean hasLeader() {
        return server.loop().leadership().leader() != 0;
    }

    public boolean isLeader() {
        return server.loop().leadership().isLeader();
    }

    public boolean isLearner() {
        return server.health().isLearner();
    }

    /** Major and minor, as etcd's metric names it; null while the members have not agreed on one. */
    public String clusterVersion() {
        String version = server.health().clusterVersion();
        return version == null ? null : version.substring(0, version.lastIndexOf('.'));
    }

    public long leaderChanges() {
        return leaderChanges;
    }

    public long term() {
        return server.loop().leadership().term();
    }

    public long commitIndex() {
        return server.loop().leadership().commitIndex();
    }

    public long appliedIndex() {
        return live.now().applied().position().index();
    }

    public long pendingProposals() {
        return server.proposals().pending();
    }

    public long failedProposals() {
        return server.proposals().failures();
    }

    public long currentRevision() {
        return live.now().mvcc().currentRevision();
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
        return server.quota().indexBytes();
    }

    public long indexLimitBytes() {
        return server.lent().memory().indexBytes();
    }

    public long recordCacheBytes() {
        return live.now().mvcc().recordCacheBytes();
    }

    /** The end of the log that is in memory. */
    public long logBytes() {
        return server.recovered().log().memoryBytes();
    }

    /** Recent events kept for watchers. */
    public long watchBytes() {
        return server.hub().counts().ringBytes();
    }

    public long proposalBytes() {
        return server.proposals().pendingBytes();
    }
}
